import { describe, expect, it, vi } from 'vitest';

vi.mock('./store.ts', () => ({ useStore: () => 'ru' }));
const { dayIn, formatOf, startOfDay } = await import('./format.ts');
const ru = formatOf('ru', 180);
const en = formatOf('en', 180);

describe('dates, numbers and durations', () => {
  it('show the station’s time, wherever the window stands', () => {
    expect(ru.instant('2026-11-22T07:42:00.000Z')).toBe('22.11.2026 10:42');
    expect(formatOf('ru', -300).instant('2026-11-22T02:42:00.000Z')).toBe('21.11.2026 21:42');
    expect(en.instant('2026-11-22T07:42:00.000Z')).toBe('22 Nov 2026 10:42');
  });

  it('name seconds and zone on hover', () => {
    expect(ru.exact('2026-11-22T07:42:09.000Z')).toBe('22.11.2026 10:42:09 (UTC+03:00)');
  });

  it('say durations in words with the plurals of the language', () => {
    expect(ru.duration(90_061)).toBe('1 день 1 час');
    expect(ru.duration(300)).toBe('5 минут');
    expect(ru.about(3 * 86_400 + 5)).toBe('3 дня');
    expect(en.about(7200)).toBe('2 hours');
    expect(en.about(0)).toBe('1 minute');
  });

  it('say sizes in units of 1024', () => {
    expect(ru.bytes(0)).toBe('0\u00a0Б');
    expect(ru.bytes(1536)).toBe('1,5\u00a0КБ');
    expect(en.bytes(5 * 1024 ** 3)).toBe('5\u00a0GB');
  });

  it('begin a day at the station’s midnight', () => {
    expect(startOfDay('2026-11-22' as never, 0, 180)).toBe('2026-11-21T21:00:00.000Z');
    expect(startOfDay('2026-11-22' as never, 1, 180)).toBe('2026-11-22T21:00:00.000Z');
    expect(dayIn(Date.parse('2026-11-21T21:30:00.000Z'), 180)).toBe('2026-11-22');
  });
});
