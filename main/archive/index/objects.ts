import { readFileSync, statSync } from 'node:fs';
import { ReceptionError } from '../../domain/errors.ts';
import type { Digest } from '../../domain/identifiers.ts';
import type { Fact } from '../../domain/journal-entry.ts';
import { namedObjects, type NamedObject } from '../journal/named-objects.ts';
import { objectPath } from '../objects.ts';
import type { Sql } from './database.ts';

/** Law 1: nothing is referred to before it is there. */
export function admitObjects(sql: Sql, folder: string, fact: Fact): void {
  for (const named of namedObjects(fact)) {
    const size = sizeKnown(sql, named.digest) ?? sizeOnDisk(folder, named.digest);
    if (size === undefined || (named.size !== undefined && named.size !== size))
      throw new ReceptionError('entry-refused', 'The entry names an object that is not in the archive', { details: { digest: named.digest } });
  }
}

export function deriveObjects(sql: Sql, folder: string, seq: number, fact: Fact): void {
  for (const named of namedObjects(fact)) {
    if (sizeKnown(sql, named.digest) !== undefined) continue;
    const size = sizeOf(folder, named);
    sql.run('INSERT INTO objects VALUES (?, ?, ?)', Buffer.from(named.digest, 'hex'), size, seq);
    count(sql, 'objects', 1);
    count(sql, 'bytes', size);
  }
}

function sizeOf(folder: string, named: NamedObject): number {
  return named.size ?? sizeOnDisk(folder, named.digest) ?? 0;
}

function sizeKnown(sql: Sql, digest: Digest): number | undefined {
  return sql.get<{ size: number }>('SELECT size FROM objects WHERE digest = ?', Buffer.from(digest, 'hex'))?.size;
}

function sizeOnDisk(folder: string, digest: Digest): number | undefined {
  return statSync(objectPath(folder, digest), { throwIfNoEntry: false })?.size;
}

export function count(sql: Sql, name: string, more: number): void {
  sql.run('INSERT INTO counters VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = value + ?2', name, more);
}

export function countOf(sql: Sql, name: string): number {
  return sql.get<{ value: number }>('SELECT value FROM counters WHERE name = ?', name)?.value ?? 0;
}

/** Text of an object for search; empty where the object cannot be read: the index must not stop for it. */
export function textOf(folder: string, digest: Digest | null, longest = 1024 * 1024): string {
  if (digest === null) return '';
  try {
    return readFileSync(objectPath(folder, digest)).subarray(0, longest).toString('utf8');
  } catch {
    return '';
  }
}
