import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto';
import type { Encrypted } from '../cms.ts';
import { OID } from '../der/oids.ts';
import { DerError, Fields, TAG, wholeElement, type Der } from '../der/reader.ts';
import { octetsOf, smallIntegerOf } from '../der/values.ts';
import { integer, nullValue, octetString, oid, sequence } from '../der/writer.ts';
import { readAlgorithm, type AlgorithmIdentifier } from '../path/parsed-certificate.ts';
import { decryptRc2Cbc } from './rc2.ts';

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
const HMAC_SHA256 = '1.2.840.113549.2.9';

const PRF: Readonly<Record<string, string>> = { '1.2.840.113549.2.7': 'sha1', '1.2.840.113549.2.8': 'sha224', [HMAC_SHA256]: 'sha256', '1.2.840.113549.2.10': 'sha384', '1.2.840.113549.2.11': 'sha512' };
const BLOCK_CIPHERS: Readonly<Record<string, { name: string; keyBytes: number }>> = {
  [OID.aes128Cbc]: { name: 'aes-128-cbc', keyBytes: 16 },
  [OID.aes192Cbc]: { name: 'aes-192-cbc', keyBytes: 24 },
  [OID.aes256Cbc]: { name: 'aes-256-cbc', keyBytes: 32 },
  [OID.tripleDesCbc]: { name: 'des-ede3-cbc', keyBytes: 24 },
};

/** Iterations that a file may ask of us. */
const MAX_ITERATIONS = 5_000_000;
const OUR_ITERATIONS = 200_000;

/** Opens what a password closed (RFC 8018; RFC 7292, appendices B and C). Throws where the password is wrong or the scheme unknown. */
export function decryptByPassword({ algorithm, bytes }: Encrypted, password: string): Uint8Array {
  const scheme = readAlgorithm(wholeElement(algorithm));
  const parameters = new Fields(wholeElement(scheme.parameters ?? new Uint8Array()), TAG.sequence);
  if (scheme.oid === PBES2) return openPbes2(readAlgorithm(parameters.next()), readAlgorithm(parameters.next()), bytes, password);
  const salt = octetsOf(parameters.next(TAG.octetString));
  const iterations = boundedIterations(parameters.next(TAG.integer));
  return openPkcs12Scheme(scheme.oid, password, salt, iterations, bytes);
}

function openPbes2(derivation: AlgorithmIdentifier, encryption: AlgorithmIdentifier, bytes: Uint8Array, password: string): Uint8Array {
  const cipher = BLOCK_CIPHERS[encryption.oid];
  if (cipher === undefined) throw new DerError(`cipher ${encryption.oid}`);
  const key = deriveKey(derivation, Buffer.from(password, 'utf8'), cipher.keyBytes);
  const iv = octetsOf(wholeElement(encryption.parameters ?? new Uint8Array()));
  const decipher = createDecipheriv(cipher.name, key, iv);
  return new Uint8Array(Buffer.concat([decipher.update(bytes), decipher.final()]));
}

function deriveKey(derivation: AlgorithmIdentifier, password: Uint8Array, keyBytes: number): Uint8Array {
  const fields = new Fields(wholeElement(derivation.parameters ?? new Uint8Array()), TAG.sequence);
  const salt = octetsOf(fields.next(TAG.octetString));
  if (derivation.oid === SCRYPT) {
    const [N, r, p] = [fields.next(), fields.next(), fields.next()].map(smallIntegerOf) as [number, number, number];
    return scryptSync(password, salt, keyBytes, { N, r, p, maxmem: 256 << 20 });
  }
  if (derivation.oid !== PBKDF2) throw new DerError(`derivation ${derivation.oid}`);
  const iterations = boundedIterations(fields.next(TAG.integer));
  fields.optional(TAG.integer);
  const prf = fields.optional(TAG.sequence);
  const digest = prf === undefined ? 'sha1' : PRF[readAlgorithm(prf).oid];
  if (digest === undefined) throw new DerError('derivation function');
  return pbkdf2Sync(password, salt, iterations, keyBytes, digest);
}

export function boundedIterations(element: Der): number {
  return checkedIterations(smallIntegerOf(element));
}

export function checkedIterations(iterations: number): number {
  if (iterations < 1 || iterations > MAX_ITERATIONS) throw new DerError('iterations');
  return iterations;
}

/** RFC 7292, appendix C: what programs before OpenSSL 3 wrote. */
function openPkcs12Scheme(scheme: string, password: string, salt: Uint8Array, iterations: number, bytes: Uint8Array): Uint8Array {
  const derive = (id: number, length: number) => derivePkcs12('sha1', id, password, salt, iterations, length);
  switch (scheme) {
    case '1.2.840.113549.1.12.1.3': {
      const decipher = createDecipheriv('des-ede3-cbc', derive(1, 24), derive(2, 8));
      return new Uint8Array(Buffer.concat([decipher.update(bytes), decipher.final()]));
    }
    case '1.2.840.113549.1.12.1.5':
      return decryptRc2Cbc(derive(1, 16), 128, derive(2, 8), bytes);
    case '1.2.840.113549.1.12.1.6':
      return decryptRc2Cbc(derive(1, 5), 40, derive(2, 8), bytes);
    default:
      throw new DerError(`scheme ${scheme}`);
  }
}

const DIGEST_BLOCKS: Readonly<Record<string, number>> = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };

/** RFC 7292, appendix B.2. `id` is 1 for a key, 2 for an initial value, 3 for a MAC. */
export function derivePkcs12(digest: string, id: number, password: string, salt: Uint8Array, iterations: number, length: number): Uint8Array {
  const v = DIGEST_BLOCKS[digest];
  if (v === undefined) throw new DerError(`digest ${digest}`);
  const bmp = Buffer.from(`${password}\u0000`, 'utf16le').swap16();
  const input = Buffer.concat([repeated(salt, v), repeated(bmp, v)]);
  const diversifier = Buffer.alloc(v, id);
  const blocks: Buffer[] = [];
  for (let made = 0; made < length; ) {
    let block = createHash(digest).update(diversifier).update(input).digest();
    for (let i = 1; i < iterations; i++) block = createHash(digest).update(block).digest();
    blocks.push(block);
    made += block.length;
    addToEach(input, repeated(block, v).subarray(0, v), v);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

function repeated(bytes: Uint8Array, v: number): Buffer {
  const length = v * Math.ceil(bytes.length / v);
  return Buffer.from(Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length]!));
}

/** I_j = (I_j + B + 1) mod 2^v for every block of v octets. */
function addToEach(input: Buffer, addend: Uint8Array, v: number): void {
  for (let at = 0; at < input.length; at += v) {
    let carry = 1;
    for (let i = v - 1; i >= 0; i--) {
      const sum = input[at + i]! + addend[i]! + carry;
      input[at + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}

/** PBES2 with PBKDF2 on HMAC-SHA-256 and AES-256-CBC. */
export function encryptByPassword(bytes: Uint8Array, password: string): Encrypted {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, OUR_ITERATIONS, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const derivation = sequence(oid(PBKDF2), sequence(octetString(salt), integer(OUR_ITERATIONS), sequence(oid(HMAC_SHA256), nullValue())));
  const algorithm = sequence(oid(PBES2), sequence(derivation, sequence(oid(OID.aes256Cbc), octetString(iv))));
  return { algorithm, bytes: new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()])) };
}

