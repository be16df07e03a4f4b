import { isReceptionError } from './domain/errors.ts';
import { parseCommand, type Command, type CommandName } from './command-line/parse-command.ts';
import { errorValue, exitCodeOf, openTalk, type CommandRun } from './command-line/talk.ts';
import { exitCodes, usage } from './command-line/usage.ts';

/** Each command loads what it needs: a search does not wait for mail and printing. */
const ofArchive = () => import('./command-line/archive-commands.ts');
const ofStation = () => import('./command-line/station-commands.ts');
const commands: Readonly<Record<CommandName, () => Promise<CommandRun>>> = {
  exchange: async () => (await ofStation()).exchangeCommand,
  verify: async () => (await import('./command-line/verify-command.ts')).verifyCommand,
  search: async () => (await ofArchive()).searchCommand,
  show: async () => (await ofArchive()).showCommand,
  export: async () => (await ofStation()).exportCommand,
  fixity: async () => (await ofArchive()).fixityCommand,
  seal: async () => (await ofStation()).sealCommand,
  backup: async () => (await ofArchive()).backupCommand,
  restore: async () => (await ofArchive()).restoreCommand,
  'rebuild-index': async () => (await ofArchive()).rebuildIndexCommand,
};

/** The station without a window. Resolves with the exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const talk = openTalk(json);
  try {
    const command = parseCommand(argv);
    if (command === 'help') {
      process.stdout.write(usage);
      return exitCodes.done;
    }
    return await run(command, talk);
  } catch (error) {
    const code = exitCodeOf(error);
    if (json) talk.answer(errorValue(error), []);
    talk.say(error instanceof Error ? error.message : String(error));
    if (isReceptionError(error, 'key-unusable')) talk.say("Secrets that the window keeps in the system's keyring cannot be read here: make the station with --protection=file, or install the key again in a window that was started so.");
    if (code === exitCodes.usage) talk.say('reception --help says what there is.');
    return code;
  }
}

async function run(command: Command, talk: ReturnType<typeof openTalk>): Promise<number> {
  const stop = new AbortController();
  const asked = (): void => stop.abort();
  process.once('SIGINT', asked).once('SIGTERM', asked);
  try {
    const perform = await commands[command.name]();
    return await perform(command, talk, stop.signal);
  } finally {
    process.off('SIGINT', asked).off('SIGTERM', asked);
  }
}

if (import.meta.main) process.exitCode = await runCommandLine(process.argv.slice(2));
