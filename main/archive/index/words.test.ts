import { expect, test } from 'vitest';
import { ftsQuery, normalise, parseQuery, snippetOf, stem, wordsOf } from './words.ts';

test('cases of a Russian word have one stem', () => {
  const cases = ['декларация', 'декларации', 'декларацию', 'декларацией', 'деклараций', 'декларациям', 'декларациями', 'декларациях'];
  expect(new Set(cases.map(stem)).size).toBe(1);
  expect(new Set(['налог', 'налога', 'налоги', 'налогов', 'налогом', 'налогу'].map(stem)).size).toBe(1);
  expect(new Set(['прием', 'приема', 'приемом', 'приему'].map(stem)).size).toBe(1);
  expect(stem('налог')).not.toBe(stem('наличие'));
});

test('English plurals and numbers', () => {
  expect(stem('reports')).toBe(stem('report'));
  expect(stem('replies')).toBe(stem('reply'));
  expect(stem('1151099')).toBe('1151099');
});

test('ё is е, case and composition do not matter', () => {
  expect(normalise('СЁМГА')).toBe('семга');
  expect(wordsOf('й')).toEqual(wordsOf('и\u0306'));
});

test('a query is words, "phrases" and prefix*, and whatever else is typed cannot break it', () => {
  expect(parseQuery('акт "о приёме" ром*')).toEqual([
    { words: ['акт'], phrase: false, prefix: false },
    { words: ['о', 'приеме'], phrase: true, prefix: false },
    { words: ['ром'], phrase: false, prefix: true },
  ]);
  expect(ftsQuery('7700-2026-00000042')).toBe('words : "7700 2026 00000042"');
  for (const strange of ['"', '*', 'NEAR(', "' OR 1=1 --", 'words:', '(((', 'a AND OR NOT', '\u0000', '^', '{a b}:c'])
    expect(() => ftsQuery(strange)).not.toThrow();
  expect(ftsQuery('  " * ')).toBeUndefined();
});

test('a snippet shows the match in its own spelling and marks it', () => {
  const text = `${'слово '.repeat(200)}Налоговая декларация Фёдорова ${'слово '.repeat(200)}`;
  const snippet = snippetOf(text, 'декларации федоров');
  expect(snippet).toContain('\u0001декларация\u0002 \u0001Фёдорова\u0002');
  expect(snippet.length).toBeLessThan(300);
  expect(snippetOf('короткий текст', 'нет такого')).toBe('короткий текст');
});
