import { expect, test } from 'vitest';
import { partsOf } from './snippet.ts';

test('found words become parts of their own', () => {
  expect(partsOf('об \u0001оплате\u0002 труда')).toEqual([
    { text: 'об ', hit: false },
    { text: 'оплате', hit: true },
    { text: ' труда', hit: false },
  ]);
});

test('unpaired marks leave no trace, and markup stays text', () => {
  expect(partsOf('\u0002<b>\u0001x').map(({ text }) => text)).toEqual(['<b>', 'x']);
  expect(partsOf('')).toEqual([]);
});
