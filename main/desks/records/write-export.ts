import yazl from 'yazl';

export type ExportFile = { readonly name: string; readonly bytes: Uint8Array };

/** A zip of files in their order; the same files give the same bytes. */
export async function writeExport(files: readonly ExportFile[]): Promise<Uint8Array> {
  const zip = new yazl.ZipFile();
  const mtime = new Date(1980, 0, 1);
  for (const { name, bytes } of files) zip.addBuffer(Buffer.from(bytes), name, { mtime, mode: 0o100644, forceDosTimestamp: true });
  zip.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Uint8Array);
  return new Uint8Array(Buffer.concat(pieces));
}
