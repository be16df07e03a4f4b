import { createCipheriv, createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { concat } from '../der/writer.ts';

/** A way to wrap a content key under a key that two parties agreed on. */
export type KeyWrap = { readonly keyBytes: number; readonly unwrap: (kek: Uint8Array, wrapped: Uint8Array) => Uint8Array | undefined };

const WRAPS: Readonly<Record<string, KeyWrap>> = {
  [OID.aes128Wrap]: { keyBytes: 16, unwrap: unwrapAes },
  [OID.aes192Wrap]: { keyBytes: 24, unwrap: unwrapAes },
  [OID.aes256Wrap]: { keyBytes: 32, unwrap: unwrapAes },
  [OID.tripleDesWrap]: { keyBytes: 24, unwrap: unwrapTripleDes },
};

export function keyWrapBy(oid: string): KeyWrap | undefined {
  return WRAPS[oid];
}

const BLOCK = 8;
const INTEGRITY = Buffer.alloc(BLOCK, 0xa6);
const MAX_WRAPPED = 256;

/** RFC 3394, 2.2.1, over plain AES blocks: the runtime of the desktop program has no key wrap of its own. */
export function wrapAes(kek: Uint8Array, key: Uint8Array): Uint8Array {
  const registers = Buffer.from(key);
  const count = registers.length / BLOCK;
  const cipher = createCipheriv(`aes-${kek.length * 8}-ecb`, kek, null).setAutoPadding(false);
  let head: Buffer = INTEGRITY;
  for (let j = 0; j < 6; j++) {
    for (let i = 1; i <= count; i++) {
      const block = cipher.update(Buffer.concat([head, registers.subarray((i - 1) * BLOCK, i * BLOCK)]));
      head = countedInto(block.subarray(0, BLOCK), count * j + i);
      block.copy(registers, (i - 1) * BLOCK, BLOCK);
    }
  }
  return concat(head, registers);
}

/** RFC 3394, 2.2.2; undefined where the integrity value does not come out. */
export function unwrapAes(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (wrapped.length < 24 || wrapped.length > MAX_WRAPPED || wrapped.length % BLOCK !== 0) return undefined;
  const registers = Buffer.from(wrapped.subarray(BLOCK));
  const count = registers.length / BLOCK;
  const decipher = createDecipheriv(`aes-${kek.length * 8}-ecb`, kek, null).setAutoPadding(false);
  let head: Buffer = Buffer.from(wrapped.subarray(0, BLOCK));
  for (let j = 5; j >= 0; j--) {
    for (let i = count; i >= 1; i--) {
      const block = decipher.update(Buffer.concat([countedInto(head, count * j + i), registers.subarray((i - 1) * BLOCK, i * BLOCK)]));
      head = block.subarray(0, BLOCK);
      block.copy(registers, (i - 1) * BLOCK, BLOCK);
    }
  }
  return timingSafeEqual(head, INTEGRITY) ? new Uint8Array(registers) : undefined;
}

function countedInto(head: Uint8Array, step: number): Buffer {
  const counted = Buffer.from(head);
  counted.writeUInt32BE((counted.readUInt32BE(4) ^ step) >>> 0, 4);
  return counted;
}

const TRIPLE_DES_IV = Buffer.from('4adda22c79e82105', 'hex');

/** RFC 3217, 3.2. */
function unwrapTripleDes(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  if (wrapped.length !== 40) return undefined;
  const second = desCbc(kek, TRIPLE_DES_IV, wrapped).reverse();
  const plain = desCbc(kek, second.subarray(0, BLOCK), second.subarray(BLOCK));
  const key = plain.subarray(0, 24);
  const check = createHash('sha1').update(key).digest().subarray(0, BLOCK);
  return timingSafeEqual(check, plain.subarray(24)) ? new Uint8Array(key) : undefined;
}

function desCbc(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Buffer {
  const decipher = createDecipheriv('des-ede3-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}
