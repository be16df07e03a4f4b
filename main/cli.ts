import { parseCommand, type Command, type CommandName } from './command-line/parse-command.ts';
import {
  backupCommand,
  exchangeCommand,
  exportCommand,
  fixityCommand,
  rebuildIndexCommand,
  restoreCommand,
  sealCommand,
  searchCommand,
  showCommand,
  type CommandRun,
} from './command-line/station-commands.ts';
import { errorValue, exitCodeOf, openTalk } from './command-line/talk.ts';
import { exitCodes, usage } from './command-line/usage.ts';
import { verifyCommand } from './command-line/verify-command.ts';

const commands: Readonly<Record<CommandName, CommandRun>> = {
  exchange: exchangeCommand,
  verify: verifyCommand,
  search: searchCommand,
  show: showCommand,
  export: exportCommand,
  fixity: fixityCommand,
  seal: sealCommand,
  backup: backupCommand,
  restore: restoreCommand,
  'rebuild-index': rebuildIndexCommand,
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
    if (code === exitCodes.usage) talk.say('reception --help says what there is.');
    return code;
  }
}

async function run(command: Command, talk: ReturnType<typeof openTalk>): Promise<number> {
  const stop = new AbortController();
  const asked = (): void => stop.abort();
  process.once('SIGINT', asked).once('SIGTERM', asked);
  try {
    return await commands[command.name](command, talk, stop.signal);
  } finally {
    process.off('SIGINT', asked).off('SIGTERM', asked);
  }
}

if (import.meta.main) process.exitCode = await runCommandLine(process.argv.slice(2));
