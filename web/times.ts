/** How moments and durations are written, in both languages. */
import type { Language } from './words/language.ts';

const locales = { en: 'en-GB', zh: 'zh-CN' } as const;
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

type Unit = 'second' | 'minute' | 'hour' | 'day';
const unitsMs: Readonly<Record<Unit, number>> = {
  second: secondMs,
  minute: minuteMs,
  hour: hourMs,
  day: dayMs,
};

function unitFor(sizeMs: number): Unit {
  if (sizeMs < minuteMs) return 'second';
  if (sizeMs < hourMs) return 'minute';
  return sizeMs < dayMs ? 'hour' : 'day';
}

/** In which language and zone a moment is written. */
export interface TimeOptions {
  readonly language: Language;
  /** An IANA zone; without it the reader's own. */
  readonly timeZone?: string | undefined;
}

/** How long ago or ahead: `3 minutes ago`, `in 2 days`, `3分钟前`. Cut toward zero, so nothing is late by rounding. */
export function formatRelative(timeMs: number, nowMs: number, language: Language): string {
  const differenceMs = timeMs - nowMs;
  const unit = unitFor(Math.abs(differenceMs));
  const format = new Intl.RelativeTimeFormat(locales[language], { numeric: 'always' });
  const count = Math.trunc(differenceMs / unitsMs[unit]);
  if (count === 0)
    return new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }).format(0, 'second');
  return format.format(count, unit);
}

/** A length of time in its largest unit: `2 days`, `10 seconds`, `2天`. */
export function formatDuration(durationMs: number, language: Language): string {
  const unit = unitFor(Math.abs(durationMs));
  const count = Math.trunc(durationMs / unitsMs[unit]);
  return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

/** Date and time of day: `22 Nov 14:31`, `11月22日 14:31`; with the year where it is not this one. */
export function formatMoment(timeMs: number, nowMs: number, { language, timeZone }: TimeOptions): string {
  return `${formatDate(timeMs, nowMs, { language, timeZone })} ${formatClock(timeMs, { language, timeZone })}`;
}

/** The date alone: `20 Feb 2027`. */
export function formatDate(timeMs: number, nowMs: number, { language, timeZone }: TimeOptions): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const year = new Intl.DateTimeFormat('en', { year: 'numeric', ...zone });
  const sameYear = year.format(timeMs) === year.format(nowMs);
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: language === 'zh' ? 'long' : 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...zone,
  };
  return new Intl.DateTimeFormat(locales[language], options).format(timeMs);
}

/** The month: `November 2026`, `2026年11月`. */
export function formatMonth(timeMs: number, language: Language): string {
  return new Intl.DateTimeFormat(locales[language], { month: 'long', year: 'numeric' }).format(timeMs);
}

/** The time of day alone, 24 hours: `14:31`. */
function formatClock(timeMs: number, { language, timeZone }: TimeOptions): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone } as const;
  return new Intl.DateTimeFormat(locales[language], options).format(timeMs);
}

/** Relative under a day, then the date: what a list shows. */
export function formatTime(timeMs: number, nowMs: number, options: TimeOptions): string {
  return Math.abs(timeMs - nowMs) < dayMs
    ? formatRelative(timeMs, nowMs, options.language)
    : formatMoment(timeMs, nowMs, options);
}

/** Both forms with the zone, for titles: `3 minutes ago · 22 Nov 14:31 CET`. */
export function formatTimeTitle(timeMs: number, nowMs: number, options: TimeOptions): string {
  const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
  const parts = new Intl.DateTimeFormat(locales[options.language], { timeZoneName: 'short', ...zone });
  const name = parts.formatToParts(timeMs).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const relative = formatRelative(timeMs, nowMs, options.language);
  return `${relative} · ${formatMoment(timeMs, nowMs, options)} ${name}`.trim();
}
