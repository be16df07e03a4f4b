/**
 * RC2 (RFC 2268), decryption in CBC mode only: old programs encrypted the certificates of a PKCS#12 with 40 bits of it.
 * Protects nothing today and is here for reading alone.
 */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
  '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
  '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
  '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

export function decryptRc2Cbc(key: Uint8Array, effectiveBits: number, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const schedule = expand(key, effectiveBits);
  const out = Buffer.alloc(data.length);
  let previous: Uint8Array = iv;
  for (let at = 0; at + 8 <= data.length; at += 8) {
    const block = data.subarray(at, at + 8);
    const plain = decryptBlock(schedule, block);
    for (let i = 0; i < 8; i++) out[at + i] = plain[i]! ^ previous[i]!;
    previous = block;
  }
  return unpadded(out);
}

function unpadded(out: Buffer): Uint8Array {
  const pad = out.at(-1) ?? 0;
  if (out.length % 8 !== 0 || pad < 1 || pad > 8 || !out.subarray(out.length - pad).every((octet) => octet === pad)) throw new Error('padding');
  return new Uint8Array(out.subarray(0, out.length - pad));
}

/** RFC 2268, 2. */
function expand(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  const effectiveBytes = (effectiveBits + 7) >> 3;
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  for (let i = key.length; i < 128; i++) bytes[i] = PI_TABLE[(bytes[i - 1]! + bytes[i - key.length]!) & 0xff]!;
  bytes[128 - effectiveBytes] = PI_TABLE[bytes[128 - effectiveBytes]! & mask]!;
  for (let i = 127 - effectiveBytes; i >= 0; i--) bytes[i] = PI_TABLE[bytes[i + 1]! ^ bytes[i + effectiveBytes]!]!;
  return Uint16Array.from({ length: 64 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
}

const ROTATIONS = [1, 2, 3, 5] as const;

/** RFC 2268, 4. */
function decryptBlock(schedule: Uint16Array, block: Uint8Array): Uint8Array {
  const words = Uint16Array.from({ length: 4 }, (_, i) => block[2 * i]! | (block[2 * i + 1]! << 8));
  let next = 63;
  const unmix = () => {
    for (let i = 3; i >= 0; i--) {
      const turn = ROTATIONS[i]!;
      const rotated = ((words[i]! >>> turn) | (words[i]! << (16 - turn))) & 0xffff;
      words[i] = rotated - schedule[next--]! - (words[(i + 3) % 4]! & words[(i + 2) % 4]!) - (~words[(i + 3) % 4]! & words[(i + 1) % 4]!);
    }
  };
  const unmash = () => {
    for (let i = 3; i >= 0; i--) words[i] = words[i]! - schedule[words[(i + 3) % 4]! & 63]!;
  };
  for (let i = 0; i < 5; i++) unmix();
  unmash();
  for (let i = 0; i < 6; i++) unmix();
  unmash();
  for (let i = 0; i < 5; i++) unmix();
  return Uint8Array.from({ length: 8 }, (_, i) => (words[i >> 1]! >> (8 * (i & 1))) & 0xff);
}
