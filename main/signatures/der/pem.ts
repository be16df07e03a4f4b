/** Reading of PEM, bare base64 and DER alike (RFC 7468, laxly). */
const PEM_BLOCK_START = '-----BEGIN ';
const MAX_BLOCKS = 20_000;

export type PemBlock = { readonly label: string; readonly der: Uint8Array };

/** Every block of a PEM text, in order. Headers of old encrypted keys are not understood and such a block is left out. */
export function pemBlocks(bytes: Uint8Array): PemBlock[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const blocks: PemBlock[] = [];
  let at = text.indexOf(PEM_BLOCK_START);
  while (at !== -1 && blocks.length < MAX_BLOCKS) {
    const labelEnd = text.indexOf('-----', at + PEM_BLOCK_START.length);
    if (labelEnd === -1) break;
    const label = text.slice(at + PEM_BLOCK_START.length, labelEnd);
    const close = text.indexOf('-----END ', labelEnd + 5);
    if (close === -1) break;
    const der = decodeBase64(text.slice(labelEnd + 5, close));
    if (der !== undefined) blocks.push({ label, der });
    at = text.indexOf(PEM_BLOCK_START, close);
  }
  return blocks;
}

/** DER out of DER, PEM (its first block) or base64; what is none of these comes back as it is. */
export function pemToDer(bytes: Uint8Array): Uint8Array {
  const first = bytes[0];
  if (first === 0x30 && !looksLikeText(bytes)) return bytes;
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (head.includes(PEM_BLOCK_START)) return pemBlocks(bytes)[0]?.der ?? bytes;
  if (!looksLikeText(bytes)) return bytes;
  return decodeBase64(Buffer.from(bytes).toString('latin1')) ?? bytes;
}

/** DER of every block of a PEM text; a DER file is one block. */
export function splitPem(bytes: Uint8Array): Uint8Array[] {
  const blocks = pemBlocks(bytes);
  return blocks.length > 0 ? blocks.map((block) => block.der) : bytes.length === 0 ? [] : [pemToDer(bytes)];
}

export function pemOf(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** DER that begins with the digit zero's code (0x30) is told from base64 by its second octet: a length, not a letter, or by what follows. */
function looksLikeText(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, 256);
  for (let i = 0; i < end; i++) {
    const octet = bytes[i]!;
    const plain = (octet >= 0x20 && octet < 0x7f) || octet === 0x0a || octet === 0x0d || octet === 0x09;
    if (!plain) return false;
  }
  return end > 0;
}

function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/[\r\n\t ]+/g, '');
  if (bare.length === 0 || bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined;
  return new Uint8Array(Buffer.from(bare, 'base64'));
}
