import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { chromium } from './chromium.ts';

type FileOptions = { title?: string; defaultPath?: string; properties?: readonly string[] };
type MessageOptions = { message: string; detail?: string; buttons?: readonly string[]; cancelId?: number };

// The first argument may be the window.
const optionsOf = <Options>(args: readonly unknown[]): Options => (args.at(-1) ?? {}) as Options;

/** Electron's dialogs: an answer from the environment, else the desktop's own dialog, else a sensible default. */
export const dialog = {
  async showSaveDialog(...args: unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const options = optionsOf<FileOptions>(args);
    const folder = process.env['STANDIN_SAVE_FOLDER'];
    const asked = folder === undefined ? zenity(['--file-selection', '--save', ...fileArguments(options)]) : undefined;
    const filePath = asked ?? vacant(folder ?? path.join(homedir(), 'Downloads'), options.defaultPath ?? 'file');
    if (asked === undefined) console.error(`Saving to ${filePath}`);
    return { canceled: filePath === '', filePath };
  },

  async showOpenDialog(...args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const options = optionsOf<FileOptions>(args);
    const scripted = process.env['STANDIN_OPEN_FILES']?.split(path.delimiter);
    const folders = options.properties?.includes('openDirectory') === true ? ['--directory'] : [];
    const many = options.properties?.includes('multiSelections') === true ? ['--multiple', '--separator=\n'] : [];
    const asked = scripted ?? zenity(['--file-selection', ...folders, ...many, ...fileArguments(options)])?.split('\n');
    const filePaths = (asked ?? []).filter((file) => file !== '');
    return { canceled: filePaths.length === 0, filePaths };
  },

  async showMessageBox(...args: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const { message, detail = '', cancelId = 0 } = optionsOf<MessageOptions>(args);
    console.error([message, detail].filter(Boolean).join('\n'));
    // Without a box to press a button in, nothing that was asked about is done.
    return { response: cancelId, checkboxChecked: false };
  },

  showErrorBox(title: string, content: string): void {
    console.error(`${title}\n${content}`);
    zenity(['--error', '--no-markup', `--title=${title}`, `--text=${content}`]);
  },
};

function fileArguments(options: FileOptions): readonly string[] {
  return [...(options.title ? [`--title=${options.title}`] : []), ...(options.defaultPath ? [`--filename=${options.defaultPath}`] : [])];
}

/** What the person chose; empty if they chose nothing; undefined if they cannot be asked. */
function zenity(args: readonly string[]): string | undefined {
  if (chromium.headless) return undefined;
  const asked = spawnSync('zenity', args, { encoding: 'utf8' });
  return asked.error ? undefined : asked.stdout.trimEnd();
}

/** A name in the folder that no file has yet. */
function vacant(folder: string, wanted: string): string {
  mkdirSync(folder, { recursive: true });
  const { name, ext } = path.parse(wanted);
  for (let number = 1; ; number++) {
    const file = path.join(folder, number === 1 ? `${name}${ext}` : `${name} (${number})${ext}`);
    if (!existsSync(file)) return file;
  }
}
