import type { StoredObject } from '../../domain/delivery.ts';
import type { Digest } from '../../domain/identifiers.ts';
import type { Fact } from '../../domain/journal-entry.ts';

export type NamedObject = { readonly digest: Digest; readonly size?: number };

/** Every object that a fact rests on: each StoredObject in it, and the certificates of signatures. */
export function namedObjects(fact: Fact): NamedObject[] {
  const found: NamedObject[] = [];
  gather(fact, found, 0);
  if (fact.kind === 'submission-examined') {
    for (const document of fact.examination.documents)
      for (const { certificate } of document.signatures) if (certificate !== undefined) found.push({ digest: certificate });
  }
  return found;
}

function gather(value: unknown, found: NamedObject[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  if (isStoredObject(value)) found.push(value);
  else for (const inner of Object.values(value)) gather(inner, found, depth + 1);
}

function isStoredObject(value: object): value is StoredObject {
  const { digest, size } = value as Partial<StoredObject>;
  return typeof digest === 'string' && typeof size === 'number' && Object.keys(value).length === 2;
}
