export type Charset = 'utf-8' | 'windows-1251' | 'koi8-r' | 'ibm866' | 'utf-16le' | 'utf-16be';

const names: Readonly<Record<string, Charset>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'windows-1251': 'windows-1251',
  cp1251: 'windows-1251',
  'koi8-r': 'koi8-r',
  ibm866: 'ibm866',
  cp866: 'ibm866',
};

/** Text in the charset that the media type states, or in the one that the bytes look like. */
export function decodeText(bytes: Uint8Array, mediaType = ''): { readonly text: string; readonly charset: Charset } {
  const stated = /charset\s{0,4}=\s{0,4}"?([A-Za-z0-9_-]{1,40})/i.exec(mediaType)?.[1]?.toLowerCase();
  const charset = (stated === undefined ? undefined : names[stated]) ?? detectCharset(bytes);
  return { text: new TextDecoder(charset).decode(bytes), charset };
}

/** Byte order mark, then valid UTF-8, then the Russian code page in which the letters look most like Russian. */
export function detectCharset(bytes: Uint8Array): Charset {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const sample = bytes.subarray(0, 65_536);
  if (isUtf8(sample, sample.length < bytes.length)) return 'utf-8';
  const ranked = (['windows-1251', 'koi8-r', 'ibm866'] as const).map((charset) => ({ charset, score: likeness(sample, charset) }));
  return ranked.reduce((best, one) => (one.score > best.score ? one : best)).charset;
}

function isUtf8(sample: Uint8Array, cut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: cut });
    return true;
  } catch {
    return false;
  }
}

const frequent = new Set('оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё');

/** Small letters count for, capitals inside a word and box-drawing or signs against: that is how a wrong table shows. */
function likeness(sample: Uint8Array, charset: Charset): number {
  const text = new TextDecoder(charset).decode(sample.subarray(0, 8192));
  let score = 0;
  let small = false;
  for (const character of text) {
    if (character.codePointAt(0)! < 0x80) {
      small = false;
      continue;
    }
    if (frequent.has(character)) {
      score += 'оеаинтсрвл'.includes(character) ? 3 : 1;
      small = true;
    } else if (/[А-ЯЁ]/.test(character)) {
      score += small ? -3 : 1;
      small = false;
    } else {
      score += '№«»—–…'.includes(character) ? 0 : -3;
      small = false;
    }
  }
  return score;
}
