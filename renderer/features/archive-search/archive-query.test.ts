import { expect, test } from 'vitest';
import { fromSaved, questionOf, readQuery, savedForm } from './archive-query.ts';

test('a saved search is read back as it was', () => {
  const query = readQuery({ text: '"оплата труда" & 50%', from: '2026-01-01', kinds: 'receipt submission' });
  expect(fromSaved(savedForm(query))).toEqual(query);
});

test('what an address cannot mean is left out', () => {
  expect(readQuery({ from: 'yesterday', kinds: 'everything reply' })).toEqual({ text: '', kinds: ['reply'] });
});

test('the last day is searched to its end', () => {
  const { from, to } = questionOf(readQuery({ text: 'x', from: '2026-11-22', to: '2026-11-22' }), 50);
  expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000);
});
