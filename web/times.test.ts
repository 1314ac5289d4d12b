/** Moments in both languages, in a fixed zone. */
import { describe, expect, it } from 'vitest';
import {
  dayMs,
  formatDate,
  formatDuration,
  formatMoment,
  formatRelative,
  formatTime,
  formatTimeTitle,
} from './times.ts';

const nowMs = Date.UTC(2026, 10, 22, 14, 34);
const en = { language: 'en', timeZone: 'UTC' } as const;
const zh = { language: 'zh', timeZone: 'UTC' } as const;
const minuteMs = 60_000;

describe('times', () => {
  it.each([
    [-3 * minuteMs, '3 minutes ago', '3分钟前'],
    [2 * dayMs, 'in 2 days', '2天后'],
    [-119_999, '1 minute ago', '1分钟前'],
    [-59_999, '59 seconds ago', '59秒钟前'],
    [0, 'now', '现在'],
  ])('%i milliseconds from now', (offsetMs, english, chinese) => {
    expect(formatRelative(nowMs + offsetMs, nowMs, 'en')).toBe(english);
    expect(formatRelative(nowMs + offsetMs, nowMs, 'zh')).toBe(chinese);
  });

  it('writes date and time of day', () => {
    expect(formatMoment(nowMs - 3 * minuteMs, nowMs, en)).toBe('22 Nov 14:31');
    expect(formatMoment(nowMs - 3 * minuteMs, nowMs, zh)).toBe('11月22日 14:31');
    expect(formatDate(Date.UTC(2027, 1, 20), nowMs, en)).toBe('20 Feb 2027');
    expect(formatDate(Date.UTC(2027, 1, 20), nowMs, zh)).toBe('2027年2月20日');
  });

  it('is relative within a day and a date beyond', () => {
    expect(formatTime(nowMs - dayMs + 1, nowMs, en)).toBe('23 hours ago');
    expect(formatTime(nowMs - dayMs, nowMs, en)).toBe('21 Nov 14:34');
    expect(formatTimeTitle(nowMs - 3 * minuteMs, nowMs, en)).toBe('3 minutes ago · 22 Nov 14:31 UTC');
  });

  it('writes lengths of time', () => {
    expect(formatDuration(2 * dayMs, 'en')).toBe('2 days');
    expect(formatDuration(10_000, 'zh')).toBe('10秒钟');
  });
});
