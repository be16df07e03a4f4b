/** What the bytes are, judged by their beginning alone. */
export type Appearance = 'empty' | 'zip' | 'mail' | 'html' | 'xml' | 'pdf' | 'rar' | '7z' | 'gzip' | 'program' | 'cms' | 'text' | 'binary';

const magic: readonly (readonly [Appearance, readonly number[]])[] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['rar', [0x52, 0x61, 0x72, 0x21]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['gzip', [0x1f, 0x8b]],
  ['program', [0x4d, 0x5a]],
  ['program', [0x7f, 0x45, 0x4c, 0x46]],
];

export function looksLike(bytes: Uint8Array): Appearance {
  if (bytes.length === 0) return 'empty';
  for (const [appearance, start] of magic) {
    if (start.every((byte, index) => bytes[index] === byte)) return appearance;
  }
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 65_536));
  if (/^\s*$/.test(head)) return 'empty';
  if (bytes[0] === 0x30 && (bytes[1]! & 0x80) !== 0) return 'cms';
  if (/^(\u00ef\u00bb\u00bf)?\s{0,100}<(!doctype\s+html|html)/i.test(head)) return 'html';
  if (/^(\u00ef\u00bb\u00bf)?\s{0,100}<(\?xml|[!A-Za-z_\u0080-\u00ff])/.test(head)) return 'xml';
  if (looksLikeMail(head)) return 'mail';
  return /[\u0000-\u0008\u000e-\u001a]/.test(head) ? 'binary' : 'text';
}

const usual = /^(from|to|subject|date|message-id|mime-version|content-type|received|return-path|delivered-to|dkim-signature):/i;

/** A header line first, and one of the usual names among the first hundred lines. */
function looksLikeMail(head: string): boolean {
  const lines = head.split(/\r?\n/, 101);
  const first = lines[0]?.startsWith('From ') ? 1 : 0;
  if (!/^[\u0021-\u0039\u003b-\u007e]{1,76}:/.test(lines[first] ?? '')) return false;
  return lines.slice(first, lines.indexOf('', first) < 0 ? undefined : lines.indexOf('', first)).some((line) => usual.test(line));
}

const words: Readonly<Record<Exclude<Appearance, 'zip' | 'mail'>, string>> = {
  empty: 'Файл пуст.',
  html: 'Это страница HTML, а не транспортный контейнер.',
  xml: 'Это отдельный файл XML, а не транспортный контейнер: документ должен быть вложен в контейнер с описанием packageDescription.xml.',
  pdf: 'Это документ PDF, а не транспортный контейнер.',
  rar: 'Это архив RAR, а контейнер должен быть в формате ZIP.',
  '7z': 'Это архив 7z, а контейнер должен быть в формате ZIP.',
  gzip: 'Это архив gzip, а контейнер должен быть в формате ZIP.',
  program: 'Это исполняемая программа, а не транспортный контейнер.',
  cms: 'Это отдельное криптографическое сообщение (подпись или зашифрованный файл), а не транспортный контейнер.',
  text: 'Это текст, а не транспортный контейнер и не письмо.',
  binary: 'Это двоичный файл неизвестного вида, а не транспортный контейнер и не письмо.',
};

export function appearanceText(appearance: Exclude<Appearance, 'zip' | 'mail'>): string {
  return words[appearance];
}
