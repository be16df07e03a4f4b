import { expect, test } from 'vitest';
import type { JournalEntry, SessionId } from '../../../preload/contract.ts';
import { sessionsOf } from './sessions.ts';

const at = (minute: number) => `2026-11-22T07:${String(minute).padStart(2, '0')}:00.000Z`;
const started = (session: string, minute: number) => ({ kind: 'session-started', session, by: 'officer', at: at(minute), seq: minute }) as unknown as JournalEntry;
const ended = (session: string, minute: number, stopped = false) => ({ kind: 'session-ended', session, collected: 3, doubled: 1, dispatched: 2, failed: 0, stopped, at: at(minute), seq: minute }) as unknown as JournalEntry;

test('a beginning and its end are one row, the newest first', () => {
  const rows = sessionsOf([ended('b', 9, true), started('b', 8), ended('a', 3), started('a', 2)], undefined);
  expect(rows.map(({ id, end }) => [id, end])).toEqual([['b', 'stopped'], ['a', 'ended']]);
  expect(rows[1]).toMatchObject({ startedAt: at(2), endedAt: at(3), by: 'officer', collected: 3 });
});

test('a session without an end runs now, or was broken off', () => {
  expect(sessionsOf([started('b', 8), started('a', 2)], 'b' as SessionId).map(({ end }) => end)).toEqual(['running', 'broken']);
});

test('an end whose beginning lies on an older page is still shown', () => {
  expect(sessionsOf([ended('a', 3)], undefined)).toMatchObject([{ id: 'a', end: 'ended' }]);
});
