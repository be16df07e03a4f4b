/** Lone surrogates (halves of characters) become U+FFFD, so that the text can be encoded. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
