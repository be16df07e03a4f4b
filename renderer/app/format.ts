import type { Day, Instant } from '../../preload/contract.ts';
import type { Language } from './preferences.ts';
import { useStore } from './store.ts';

/** Dates, numbers, sizes and durations as officers read them. */
export type Format = ReturnType<typeof formatOf>;

let offsetMinutes = -new Date().getTimezoneOffset();
const made = new Map<string, Format>();

/** The station's clock: all screens show its time, wherever the window stands. */
export function setStationOffset(minutes: number): void {
  offsetMinutes = minutes;
}

export function stationOffset(): number {
  return offsetMinutes;
}

export function useFormat(): Format {
  const language = useStore((state) => state.preferences.language);
  return formatFor(language);
}

export function formatFor(language: Language): Format {
  const key = `${language}${offsetMinutes}`;
  const found = made.get(key) ?? formatOf(language, offsetMinutes);
  made.set(key, found);
  return found;
}

export function formatOf(language: Language, offset: number) {
  const locale = language === 'ru' ? 'ru-RU' : 'en-GB';
  const timeZone = zoneOf(offset);
  const date: Intl.DateTimeFormatOptions = language === 'ru' ? { day: '2-digit', month: '2-digit', year: 'numeric' } : { day: '2-digit', month: 'short', year: 'numeric' };
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const dayFormat = new Intl.DateTimeFormat(locale, { ...date, timeZone });
  const plainDay = new Intl.DateTimeFormat(locale, { ...date, timeZone: 'UTC' });
  const timeFormat = new Intl.DateTimeFormat(locale, { ...time, timeZone });
  const secondsFormat = new Intl.DateTimeFormat(locale, { ...time, second: '2-digit', timeZone });
  const number = new Intl.NumberFormat(locale);
  const day = (instant: Instant | string) => dayFormat.format(Date.parse(instant));
  return {
    /** 22.11.2026 10:42 */
    instant: (instant: Instant | string) => `${day(instant)} ${timeFormat.format(Date.parse(instant))}`,
    /** With seconds and time zone, for a hover. */
    exact: (instant: Instant | string) => `${day(instant)} ${secondsFormat.format(Date.parse(instant))} (UTC${timeZone})`,
    time: (instant: Instant | string) => timeFormat.format(Date.parse(instant)),
    dayOf: day,
    day: (value: Day | string) => plainDay.format(Date.parse(`${value}T00:00:00Z`)),
    number: (value: number) => number.format(value),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    bytes: (size: number) => bytes(size, locale, language),
    duration: (seconds: number) => duration(seconds, locale),
    /** One unit: "2 дня", "5 hours". */
    about: (seconds: number) => about(seconds, locale),
    zone: `UTC${timeZone}`,
    today: () => dayIn(Date.now(), offset),
  };
}

function zoneOf(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}

function bytes(size: number, locale: string, language: Language): string {
  const units = language === 'ru' ? ['Б', 'КБ', 'МБ', 'ГБ', 'ТБ'] : ['B', 'KB', 'MB', 'GB', 'TB'];
  const step = size < 1 ? 0 : Math.min(Math.floor(Math.log(size) / Math.log(1024)), units.length - 1);
  const value = size / 1024 ** step;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1 }).format(value)}\u00a0${units[step]}`;
}

/** The two largest units that count: "2 дня 4 часа", "5 minutes". */
function duration(seconds: number, locale: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), 'day'],
    [Math.floor((whole % 86400) / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return unit(0, 'second', locale);
  return parts.slice(first, first === 2 ? 3 : first + 2).filter(([count]) => count > 0).map(([count, name]) => unit(count, name, locale)).join(' ');
}

function about(seconds: number, locale: string): string {
  if (seconds >= 172_800) return unit(Math.floor(seconds / 86_400), 'day', locale);
  if (seconds >= 7200) return unit(Math.floor(seconds / 3600), 'hour', locale);
  return unit(Math.max(1, Math.floor(seconds / 60)), 'minute', locale);
}

function unit(count: number, name: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'long' }).format(count);
}

/** The station's calendar day at a moment. */
export function dayIn(milliseconds: number, offset = offsetMinutes): Day {
  return new Date(milliseconds + offset * 60_000).toISOString().slice(0, 10) as Day;
}

/** The first instant of a calendar day at the station; `add` days later. */
export function startOfDay(day: Day, add = 0, offset = offsetMinutes): Instant {
  return new Date(Date.parse(`${day}T00:00:00Z`) + add * 86_400_000 - offset * 60_000).toISOString() as Instant;
}
