/** A file name as answers quote it: with or without its extension, in either case. */
export function nameKey(fileName: string): string {
  return fileName.normalize('NFC').toLowerCase().replace(/(\.[a-z0-9]{1,4}){1,3}$/, '');
}
