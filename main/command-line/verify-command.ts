import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ReceptionError } from '../domain/errors.ts';
import { instantOf } from '../domain/identifiers.ts';
import { gravest, type Check, type SignatureVerdict } from '../domain/verdict.ts';
import { readTrustStore } from '../signatures/trust-store.ts';
import { verify } from '../signatures/verify.ts';
import type { Command } from './parse-command.ts';
import type { Talk } from './talk.ts';
import { exitCodes } from './usage.ts';

/** Judges a signature file. Without --content the file `x.p7s` is tried beside its `x`. */
export async function verifyCommand(command: Command, talk: Talk): Promise<number> {
  const file = command.operand!;
  const signature = await read(file);
  const content = await contentFor(file, command.content);
  const trust = await trustFrom(command.trust, talk);
  const at = command.at ?? instantOf(Date.now());
  const { verdicts } = verify({ signature, trust, at, ...(content === undefined ? {} : { content }) });
  const indication = gravest(verdicts.map((verdict) => verdict.indication));
  talk.answer({ indication, at, verdicts }, [`${indication}  ${path.basename(file)}  (judged for ${at})`, ...verdicts.flatMap(lines)]);
  return indication === 'TOTAL_PASSED' ? exitCodes.done : exitCodes.negative;
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (cause) {
    throw new ReceptionError('record-missing', `${file} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}.`, { cause });
  }
}

async function contentFor(signature: string, named: string | undefined): Promise<Uint8Array | undefined> {
  if (named !== undefined) return read(named);
  const beside = signature.replace(/\.(p7s|sig|sgn)$/i, '');
  return beside === signature ? undefined : readFile(beside).then((bytes) => new Uint8Array(bytes), () => undefined);
}

async function trustFrom(folder: string | undefined, talk: Talk) {
  if (folder === undefined) {
    talk.say('No --trust folder was given: no certificate is trusted, so no signature can pass.');
    return { anchors: [], intermediates: [], crls: [] };
  }
  const { trust, unreadable } = await readTrustStore(folder);
  for (const { name, reason } of unreadable) talk.say(`${name} was passed over: ${reason}`);
  return trust;
}

function lines(verdict: SignatureVerdict): string[] {
  const { signer, indication, subIndication, claimedSigningTime } = verdict;
  const head = `  ${indication}${subIndication === undefined ? '' : ` / ${subIndication}`}  ${signer?.commonName ?? 'signer not found'}`;
  const said = claimedSigningTime === undefined ? [] : [`    signed, by its own word, at ${claimedSigningTime}`];
  return [head, ...said, ...verdict.checks.map(checkLine)];
}

const marks = { passed: '✓', failed: '✗', indeterminate: '?', 'not-applicable': '·' } as const;

function checkLine({ outcome, block, key, subIndication, facts, clause }: Check): string {
  const told = Object.entries(facts).map(([name, value]) => `${name}=${value}`).join(' ');
  return `    ${marks[outcome]} ${block.padEnd(3)} ${key}${subIndication === undefined ? '' : ` ${subIndication}`}${told === '' ? '' : `  ${told}`}  [${clause}]`;
}
