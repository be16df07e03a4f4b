import { wellFormed } from './text/well-formed.ts';

/** Bound of a submission's text for search, bytes of UTF-8. */
export const searchTextLimit = 2 ** 20;

/**
 * Text for full-text search: NFKC, one kind of white space, no control characters, at most 1 MB of UTF-8.
 * Words are cut off at the end, never in the middle of a character.
 */
export function searchText(parts: readonly string[]): string {
  let left = searchTextLimit;
  const kept: string[] = [];
  for (const part of parts) {
    if (left <= 1) break;
    const piece = normalised(part.slice(0, left));
    if (piece === '') continue;
    const fitting = withinBytes(piece, left - 1);
    kept.push(fitting);
    left -= Buffer.byteLength(fitting) + 1;
  }
  return kept.join('\n');
}

function normalised(text: string): string {
  return wellFormed(text)
    .normalize('NFKC')
    .replace(/[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]+/g, ' ')
    .trim();
}

function withinBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const bytes = Buffer.from(text);
  let end = limit;
  while (end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end).toString('utf8');
}
