const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', laquo: '«', raquo: '»', mdash: '—', ndash: '–', numero: '№' };

/** The words of a page, for search and for reading as text; a single pass, nothing is rendered. */
export function plainTextOfHtml(html: string): string {
  let out = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) return decodeEntities(out + html.slice(at));
    out += html.slice(at, open);
    at = afterTag(html, open);
    out += ' ';
  }
  return decodeEntities(out);
}

function afterTag(html: string, open: number): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open);
  const raw = /^<(script|style)\b/i.exec(html.slice(open, open + 8))?.[1];
  if (raw !== undefined) {
    const close = indexOfClosing(html, raw, open);
    return close < 0 ? html.length : after(html, '>', close);
  }
  return after(html, '>', open);
}

function after(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

function decodeEntities(text: string): string {
  return text.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
  });
}

/** A closing tag is looked for in its usual spellings, so that many openings cost no more than one pass each. */
function indexOfClosing(html: string, name: string, from: number): number {
  const found = [name, name.toLowerCase(), name.toUpperCase()].map((one) => html.indexOf(`</${one}`, from)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}
