import { parseArgs } from 'node:util';
import { ReceptionError } from '../domain/errors.ts';
import { isInstant, instantOf, type Instant } from '../domain/identifiers.ts';

export const commandNames = ['exchange', 'verify', 'search', 'show', 'export', 'fixity', 'seal', 'backup', 'restore', 'rebuild-index'] as const;
export type CommandName = (typeof commandNames)[number];

export type Command = {
  readonly name: CommandName;
  readonly operand?: string;
  readonly station?: string;
  readonly json: boolean;
  readonly content?: string;
  readonly trust?: string;
  readonly at?: Instant;
  readonly to?: string;
  readonly id?: string;
  readonly register?: string;
  readonly from?: string;
  readonly toDay?: string;
  readonly limit: number;
};

const needsOperand: ReadonlySet<CommandName> = new Set(['verify', 'search', 'show', 'backup', 'restore']);

/** Throws input-invalid with a sentence that says what is missing. */
export function parseCommand(argv: readonly string[]): Command | 'help' {
  const { values, positionals } = parse(argv);
  if (values.help === true || positionals[0] === 'help') return 'help';
  const [name, ...operands] = positionals;
  if (!isCommand(name)) throw invalid(name === undefined ? 'Say what to do.' : `There is no command "${name}".`);
  if (needsOperand.has(name) && operands.length === 0) throw invalid(`${name} needs an argument.`);
  if (operands.length > 1 && name !== 'search') throw invalid(`${name} takes one argument, not ${operands.length}.`);
  if (name !== 'verify' && values.station === undefined) throw invalid(`${name} needs --station DIR.`);
  return {
    name,
    json: values.json === true,
    limit: limitOf(values.limit),
    ...optional('operand', operands.length === 0 ? undefined : operands.join(' ')),
    ...optional('station', values.station),
    ...optional('content', values.content),
    ...optional('trust', values.trust),
    ...optional('at', values.at === undefined ? undefined : instantFrom(values.at)),
    ...optional('to', values.to),
    ...optional('id', values.id),
    ...optional('register', values.register),
    ...optional('from', values.from),
    ...optional('toDay', values['to-day']),
  };
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { station: text, content: text, trust: text, at: text, to: text, id: text, register: text, from: text, 'to-day': text, limit: text, json: flag, help: flag };
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (cause) {
    throw new ReceptionError('input-invalid', cause instanceof Error ? cause.message : 'The arguments could not be read.', { cause });
  }
}

function isCommand(name: string | undefined): name is CommandName {
  return commandNames.includes(name as CommandName);
}

function limitOf(text: string | undefined): number {
  if (text === undefined) return 50;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw invalid('--limit takes a whole number from 1 to 1000.');
  return limit;
}

function instantFrom(text: string): Instant {
  const moment = Date.parse(text);
  if (Number.isNaN(moment)) throw invalid(`--at takes an instant such as 2026-11-22T10:42:00Z, not "${text}".`);
  const instant = instantOf(moment);
  if (!isInstant(instant)) throw invalid('--at is out of range.');
  return instant;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}

function invalid(message: string): ReceptionError {
  return new ReceptionError('input-invalid', message);
}
