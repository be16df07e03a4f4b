import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** scrypt (RFC 7914) with its parameters, so that later versions may raise them without locking anybody out. */
export const passwordHashSchema = z.strictObject({
  algorithm: z.literal('scrypt'),
  n: z.int().min(2 ** 14).max(2 ** 20),
  r: z.int().min(8).max(16),
  p: z.int().min(1).max(4),
  salt: z.base64(),
  hash: z.base64(),
});
export type PasswordHash = z.infer<typeof passwordHashSchema>;

const STRENGTH = { n: 2 ** 17, r: 8, p: 1 } as const;
const HASH_BYTES = 32;

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, STRENGTH);
  return { algorithm: 'scrypt', ...STRENGTH, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function passwordIs(password: string, stored: PasswordHash): Promise<boolean> {
  const hash = await derive(password, Buffer.from(stored.salt, 'base64'), stored);
  return timingSafeEqual(hash, Buffer.from(stored.hash, 'base64'));
}

/** Takes as long as a comparison does, so that an unknown log-in name cannot be told from a wrong password. */
export async function passwordOfNobody(password: string): Promise<false> {
  await derive(password, Buffer.alloc(16), STRENGTH);
  return false;
}

let turn: Promise<unknown> = Promise.resolve();

/** One at a time: each takes 128 MB, and many tries at once must not exhaust the computer. */
function derive(password: string, salt: Buffer, strength: { n: number; r: number; p: number }): Promise<Buffer> {
  const derived = turn.then(() => scryptOffLoop(password.normalize('NFKC'), salt, strength));
  turn = derived.catch(() => undefined);
  return derived;
}

function scryptOffLoop(password: string, salt: Buffer, { n, r, p }: { n: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, { N: n, r, p, maxmem: 256 * n * r }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
