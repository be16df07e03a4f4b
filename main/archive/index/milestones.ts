import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { Sql } from './database.ts';

/** The latest of each act upon the archive itself, with the number that the status tells of it. */
export function deriveMilestone(sql: Sql, seq: number, at: number, entry: JournalEntry): void {
  if (entry.kind === 'seal-made') note(sql, 'seal', seq, at, entry.upTo);
  else if (entry.kind === 'fixity-checked') note(sql, 'fixity', seq, at, entry.damaged + entry.missing);
  else if (entry.kind === 'backup-made') note(sql, 'backup', seq, at, entry.objects);
}

function note(sql: Sql, kind: string, seq: number, at: number, number: number): void {
  sql.run('INSERT INTO milestones VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET seq = ?2, at = ?3, number = ?4', kind, seq, at, number);
}

export function milestone(sql: Sql, kind: 'seal' | 'fixity' | 'backup'): { at: number; number: number } | undefined {
  return sql.get('SELECT at, number FROM milestones WHERE kind = ?', kind);
}
