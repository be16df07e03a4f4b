/** What is searched for and what is searched in go through the same words: lower case, ё as е, no endings. */

const word = /[\p{L}\p{N}]+/gu;
const longestWord = 60;

export function normalise(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е');
}

export function wordsOf(text: string): string[] {
  return (normalise(text).match(word) ?? []).map((one) => one.slice(0, longestWord));
}

/** A key to sort names by, as a person would: without quotes and legal signs in front. */
export function sortKey(name: string): string {
  return wordsOf(name).join(' ');
}

const russian = [
  ['иями'],
  ['ями', 'ами', 'иях', 'иям', 'ией', 'ого', 'его', 'ому', 'ему', 'ыми', 'ими'],
  ['ях', 'ах', 'ям', 'ам', 'ей', 'ой', 'ий', 'ый', 'ым', 'им', 'ом', 'ем', 'ых', 'их', 'ую', 'юю', 'ая', 'яя', 'ое', 'ее', 'ые', 'ие', 'ию', 'ия', 'ии', 'ью', 'ов', 'ев'],
  ['ы', 'и', 'а', 'я', 'о', 'е', 'у', 'ю', 'ь', 'й'],
] as const;
/** Endings that nothing but a plural has, so that short words may lose them. */
const plural = new Set(['ах', 'ях', 'ам', 'ям', 'ами', 'ями']);
const english = [['ings'], ['ing', 'ies'], ['ed', 'es'], ['s', 'y', 'e']] as const;

/** A word without its ending, enough of a stem to find «декларация» by «декларации». Numbers stay whole. */
export function stem(one: string): string {
  // The last step makes one of «Фёдорова» and «Фёдоров», «налоговая» and «налогов».
  if (/^[а-я]+$/.test(one)) return cut(cut(one, russian).replace(/[иь]$/, ''), [['ов', 'ев']]);
  if (/^[a-z]+$/.test(one)) return cut(one, english);
  return one;
}

function cut(one: string, endings: readonly (readonly string[])[]): string {
  for (const group of endings) {
    const ending = group.find((candidate) => one.endsWith(candidate));
    if (ending === undefined) continue;
    const rest = one.slice(0, -ending.length);
    if (rest.length >= (ending.length === 1 || plural.has(ending) ? 3 : 4)) return rest;
  }
  return one;
}

export type Wanted = { readonly words: readonly string[]; readonly phrase: boolean; readonly prefix: boolean };

const mostTerms = 16;

/** What a person typed: words, "phrases", prefix*. Everything else parts words and means nothing. */
export function parseQuery(text: string): Wanted[] {
  const wanted: Wanted[] = [];
  for (const [index, part] of text.slice(0, 1000).split(/["«»“”]/).entries()) {
    if (index % 2 === 1) wanted.push({ words: wordsOf(part), phrase: true, prefix: false });
    else for (const piece of part.split(/\s+/)) wanted.push({ words: wordsOf(piece), phrase: false, prefix: piece.endsWith('*') });
  }
  return wanted.filter((one) => one.words.length > 0).slice(0, mostTerms);
}

/** The same as an FTS5 query over the columns words and stems; undefined where nothing is asked for. */
export function ftsQuery(text: string): string | undefined {
  const terms = parseQuery(text).map((one) => {
    if (one.prefix) return `words : "${one.words.join(' ')}" *`;
    if (one.phrase || one.words.length > 1) return `words : "${one.words.join(' ')}"`;
    return `stems : "${stem(one.words[0]!)}"`;
  });
  return terms.length === 0 ? undefined : terms.join(' AND ');
}

/** Text around the first match, matched words between \u0001 and \u0002; the beginning where nothing matches. */
export function snippetOf(text: string, query: string, width = 240): string {
  const matches = matchesIn(text, parseQuery(query));
  const first = matches[0]?.start ?? 0;
  const from = first < 60 ? 0 : text.lastIndexOf(' ', first - 50) + 1;
  const start = Math.max(from, first - 80, 0);
  const stop = Math.min(text.length, start + width);
  let marked = '';
  let done = start;
  for (const match of matches) {
    if (match.start < done || match.stop > stop) continue;
    marked += `${text.slice(done, match.start)}\u0001${text.slice(match.start, match.stop)}\u0002`;
    done = match.stop;
  }
  marked += text.slice(done, stop);
  return `${start > 0 ? '…' : ''}${marked.replaceAll(/\s+/g, ' ').trim()}${stop < text.length ? '…' : ''}`;
}

function matchesIn(text: string, wanted: readonly Wanted[]): { start: number; stop: number }[] {
  const whole = new Set(wanted.filter((one) => !one.prefix).flatMap((one) => one.words));
  const stems = new Set(wanted.filter((one) => !one.prefix && !one.phrase).flatMap((one) => one.words.map(stem)));
  const prefixes = wanted.filter((one) => one.prefix).map((one) => one.words.at(-1)!);
  const found: { start: number; stop: number }[] = [];
  for (const match of text.matchAll(word)) {
    const one = normalise(match[0]).slice(0, longestWord);
    if (whole.has(one) || stems.has(stem(one)) || prefixes.some((prefix) => one.startsWith(prefix)))
      found.push({ start: match.index, stop: match.index + match[0].length });
    if (found.length >= 20) break;
  }
  return found;
}
