import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ReceptionError } from '../domain/errors.ts';
import { instantOf } from '../domain/identifiers.ts';
import { gravest, type Check, type SignatureVerdict } from '../domain/verdict.ts';
import type { TrustMaterial } from '../signatures/material.ts';
import { sortMaterial, type MaterialKind } from '../signatures/trust-store.ts';
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

/** Self-signed authorities are taken for anchors: whoever names the folder vouches for what lies in it. */
async function trustFrom(folder: string | undefined, talk: Talk): Promise<TrustMaterial> {
  if (folder === undefined) {
    talk.say('No --trust folder was given: no certificate is trusted, so no signature can pass.');
    return { anchors: [], intermediates: [], crls: [] };
  }
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new ReceptionError('record-missing', `The folder ${folder} cannot be read.`, { cause });
  });
  const files = await Promise.all(names.filter((entry) => entry.isFile()).map(async (entry) => ({ name: entry.name, bytes: await read(path.join(entry.parentPath, entry.name)) })));
  const sorted = sortMaterial(files);
  for (const { name } of sorted.filter(({ kind }) => kind === 'unknown')) talk.say(`${name} was passed over: it is neither a certificate nor a list of revoked ones.`);
  const of = (kind: MaterialKind) => sorted.filter((one) => one.kind === kind).map(({ der }) => der);
  return { anchors: of('anchor-candidate'), intermediates: of('authority'), crls: of('crl') };
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
