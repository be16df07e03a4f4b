import iconv from 'iconv-lite';

/**
 * The описание of a letter or mailing (FNS format of descriptions): `тема`, and for an answer `ответНа`, the
 * identifier of the conversation that is answered (1 to 32 characters): what ties a reply to its letter.
 */
export function writeLetterDescription({ subject, answers }: { subject: string; answers?: string }): Uint8Array {
  const tie = answers && answers.length <= 32 ? ` ответНа="${attribute(answers)}"` : '';
  return encode(`<?xml version="1.0" encoding="windows-1251"?>\n<описание${tie} тема="${attribute(subject.slice(0, 255))}"/>\n`);
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function attribute(text: string): string {
  // Control characters cannot stand in XML 1.0 at all.
  return text.replace(/[\u0000-\u001f\u007f\ud800-\udfff\ufffe\uffff]/g, (mark) => (/\s/.test(mark) ? ' ' : '')).replace(/[&<>"]/g, (mark) => marks[mark]!);
}

function encode(text: string): Uint8Array {
  const bytes = [...text].map((mark) => {
    const one = iconv.encode(mark, 'windows-1251');
    return iconv.decode(one, 'windows-1251') === mark ? one : Buffer.from(`&#${mark.codePointAt(0)};`);
  });
  return new Uint8Array(Buffer.concat(bytes));
}
