export type ContentType = { readonly value: string; readonly parameters: Readonly<Record<string, string>> };

/** A structured header's value and parameters: RFC 2045 with the continuations and charsets of RFC 2231. */
export function parseParameters(header: string, otherwise: string): ContentType {
  const pieces = splitOutsideQuotes(header.slice(0, 20_000));
  const value = (pieces[0] ?? '').trim().toLowerCase();
  const raw = new Map<string, string>();
  for (const piece of pieces.slice(1, 200)) {
    const equals = piece.indexOf('=');
    const name = piece.slice(0, equals).trim().toLowerCase();
    if (equals > 0 && !raw.has(name)) raw.set(name, unquoted(piece.slice(equals + 1).trim()));
  }
  return { value: /^[^\s/]{1,100}\/[^\s/]{1,100}$/.test(value) || /^[a-z-]{1,40}$/.test(value) ? value : otherwise, parameters: joined(raw) };
}

function splitOutsideQuotes(text: string): string[] {
  const pieces: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && quoted) at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ';' && !quoted) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...pieces, text.slice(from)];
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const end = text.endsWith('"') && text.length > 1 ? text.length - 1 : text.length;
  return text.slice(1, end).replace(/\\(.)/g, '$1');
}

function joined(raw: ReadonlyMap<string, string>): Record<string, string> {
  const parameters: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of raw) {
    if (!name.includes('*')) parameters[name] ??= value;
  }
  for (const name of new Set([...raw.keys()].filter((key) => key.includes('*')).map((key) => key.slice(0, key.indexOf('*'))))) {
    const value = extended(name, raw);
    if (value !== undefined) parameters[name] = value;
  }
  return parameters;
}

/** name*=charset'language'%XX, or name*0*=, name*1=... (RFC 2231, sections 3 and 4). */
function extended(name: string, raw: ReadonlyMap<string, string>): string | undefined {
  const whole = raw.get(`${name}*`);
  const pieces = whole === undefined ? numbered(name, raw) : [{ text: whole, encoded: true }];
  const [first] = pieces;
  if (first === undefined) return undefined;
  const [charset, , ...rest] = first.encoded ? first.text.split("'") : [];
  const start = first.encoded && rest.length > 0 ? { text: rest.join("'"), encoded: true } : first;
  const bytes = Buffer.concat([start, ...pieces.slice(1)].map((piece) => (piece.encoded ? percentBytes(piece.text) : Buffer.from(piece.text))));
  return decodeCharset(bytes, charset || 'utf-8');
}

function numbered(name: string, raw: ReadonlyMap<string, string>): { text: string; encoded: boolean }[] {
  const pieces: { text: string; encoded: boolean }[] = [];
  for (let index = 0; index < 100; index++) {
    const encoded = raw.get(`${name}*${index}*`);
    const text = encoded ?? raw.get(`${name}*${index}`);
    if (text === undefined) break;
    pieces.push({ text, encoded: encoded !== undefined });
  }
  return pieces;
}

function percentBytes(text: string): Buffer {
  const latin = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}

export function decodeCharset(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset.trim().toLowerCase()).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}
