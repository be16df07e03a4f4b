const decoder = new TextDecoder('windows-1251');
const codes = new Map(Array.from({ length: 256 }, (_, code) => [decoder.decode(Uint8Array.of(code)), code]));

export function toWindows1251(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => {
    const code = codes.get(letter);
    if (code === undefined) throw new Error(`windows-1251 has no ${letter}`);
    return code;
  });
}

export function fromWindows1251(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
