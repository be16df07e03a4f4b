/**
 * What one reply can carry: the limits of the transport container, which holds at most 5 MB, files of at most
 * 4 MB and 99 attachments with names of at most 100 characters.
 */
export const limits = { file: 4 * 1024 * 1024, total: 5 * 1024 * 1024, count: 99, name: 100 } as const;

export type Sized = { readonly name: string; readonly size: number };
export type Refused = Sized & { readonly why: 'file' | 'total' | 'count' | 'name' | 'empty' | 'double'; readonly together: number };
export type Admitted<File extends Sized> = { readonly taken: readonly File[]; readonly refused: readonly Refused[] };

/** Which of the dropped files still fit, in the order they came; decided on sizes, before a byte is read. */
export function admit<File extends Sized>(present: readonly Sized[], dropped: readonly File[]): Admitted<File> {
  const names = new Set(present.map(({ name }) => name));
  let together = totalOf(present);
  const taken: File[] = [];
  const refused: Refused[] = [];
  for (const file of dropped) {
    const why = objection(file, names, together);
    if (why !== undefined) {
      refused.push({ name: file.name, size: file.size, why, together: together + file.size });
      continue;
    }
    names.add(file.name);
    together += file.size;
    taken.push(file);
  }
  return { taken, refused };
}

function objection(file: Sized, names: ReadonlySet<string>, together: number): Refused['why'] | undefined {
  if (names.has(file.name)) return 'double';
  if (file.size === 0) return 'empty';
  if (file.name.length > limits.name) return 'name';
  if (file.size > limits.file) return 'file';
  if (names.size >= limits.count) return 'count';
  return together + file.size > limits.total ? 'total' : undefined;
}

export function totalOf(files: readonly Sized[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
