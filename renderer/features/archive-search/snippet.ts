export type Part = { readonly text: string; readonly hit: boolean };

/** The station marks the found words with \u0001 … \u0002; they become parts, never markup. Unpaired marks vanish. */
export function partsOf(snippet: string): readonly Part[] {
  const parts: Part[] = [];
  let hit = false;
  for (const piece of snippet.split(/([\u0001\u0002])/)) {
    if (piece === '\u0001') hit = true;
    else if (piece === '\u0002') hit = false;
    else if (piece !== '') parts.push({ text: piece, hit });
  }
  return parts;
}
