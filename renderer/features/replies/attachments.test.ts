import { expect, test } from 'vitest';
import { admit, limits } from './attachments.ts';

const file = (name: string, size: number) => ({ name, size });
const whys = (present: { name: string; size: number }[], dropped: { name: string; size: number }[]) => admit(present, dropped).refused.map(({ why }) => why);

test('a file of exactly the limit fits, one byte more does not', () => {
  expect(admit([], [file('a', limits.file)]).taken).toHaveLength(1);
  expect(whys([], [file('a', limits.file + 1)])).toEqual(['file']);
});

test('files that fit one by one are refused where together they would not', () => {
  const { taken, refused } = admit([], [file('a', 3_000_000), file('b', 3_000_000), file('c', 1_000_000)]);
  expect(taken.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(refused).toMatchObject([{ name: 'b', why: 'total', together: 6_000_000 }]);
});

test('the hundredth file is refused', () => {
  const present = Array.from({ length: 99 }, (_, n) => file(`f${n}`, 10));
  expect(whys(present, [file('one more', 10)])).toEqual(['count']);
});

test('empty files, doubles and endless names are told apart', () => {
  expect(whys([file('a', 1)], [file('a', 1), file('b', 0), file('x'.repeat(101), 1)])).toEqual(['double', 'empty', 'name']);
});
