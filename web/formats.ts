/** How numbers, amounts, addresses and times are written, in both languages. */
import type { Language } from './words/language.ts';

/** What display needs to know of a token. */
export interface Token {
  readonly symbol: string;
  /** 0 … 18; amounts are integers of 10^−decimals. */
  readonly decimals: number;
}

/** U+2212, as wide as a plus; a hyphen is neither. */
export const minusSign = '\u2212';
const narrowSpace = '\u202f';
const locales = { en: 'en-GB', zh: 'zh-CN' } as const;

type Decimal = Intl.StringNumericLiteral;
const formatters = new Map<string, Intl.NumberFormat>();

/** Formatters cost a hundred microseconds each to make, so each set of options is made once. */
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  let format = formatters.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locales[language], options);
    formatters.set(key, format);
  }
  return format;
}

const withMinus = (text: string): string => text.replaceAll('-', minusSign);

/** Returns an integer amount of the smallest unit as an exact decimal text: `(184200n, 3)` gives `184.200`. */
export function decimalText(amount: bigint | string, decimals: number): string {
  const units = BigInt(amount);
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0n ? `-${text}` : text;
}

function cutNumber(amount: bigint | string, token: Token, places: number, language: Language): string {
  const fraction = Math.min(places, token.decimals);
  const format = numberFormat(language, {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
    roundingMode: 'trunc',
    signDisplay: 'negative',
  });
  return withMinus(format.format(decimalText(amount, token.decimals) as Decimal));
}

/** The amount without its unit, cut to two decimals, `< 0.01` where something smaller is left: for columns under a unit. */
export function formatAmountNumber(amount: bigint | string, token: Token, language: Language): string {
  const units = BigInt(amount);
  const size = units < 0n ? -units : units;
  const tiny = size > 0n && token.decimals > 2 && size < 10n ** BigInt(token.decimals - 2);
  if (tiny) return units < 0n ? `> ${minusSign}0.01` : '< 0.01';
  return cutNumber(units, token, 2, language);
}

/** The amount cut to two decimals, unit after: `1,204.50 MRT`. Cut, never rounded up: nobody sees more than there is. */
export function formatAmount(amount: bigint | string, token: Token, language: Language): string {
  return `${formatAmountNumber(amount, token, language)} ${token.symbol}`;
}

/** Every decimal that is not a trailing zero, and at least two: for tooltips and copies. */
export function formatAmountExact(amount: bigint | string, token: Token, language: Language): string {
  const format = numberFormat(language, {
    minimumFractionDigits: Math.min(2, token.decimals),
    maximumFractionDigits: token.decimals,
    signDisplay: 'negative',
  });
  return `${withMinus(format.format(decimalText(amount, token.decimals) as Decimal))} ${token.symbol}`;
}

/** Four moving decimals without unit, for what arrives by the second: `82.7170`. */
export function formatStreamed(amount: bigint | string, token: Token, language: Language): string {
  return cutNumber(amount, token, 4, language);
}

/** Voting power in whole units, cut: `2,041,880`; power is compared, not spent, and its fractions only distract. */
export function formatPower(power: bigint, token: Token, language: Language): string {
  const whole = power / 10n ** BigInt(token.decimals);
  return whole === 0n && power > 0n ? '< 1' : formatCount(whole, language);
}

/** How power is written where it is a mix: as percent of all, which is 10^18. */
export const mixedPower: Token = { symbol: '%', decimals: 16 };

/** Points of reputation: a full score earns a million, shown as a thousand. */
export const formatPoints = (points: bigint, language: Language): string =>
  formatAmountNumber(points, { symbol: '', decimals: 3 }, language);

/** Short, for charts and chips: `1.2M MRT`, in Chinese `123万 MRT`. */
export function formatAmountCompact(amount: bigint | string, token: Token, language: Language): string {
  // British English abbreviates a million to m, which reads as metres or milli.
  const format = new Intl.NumberFormat(language === 'zh' ? locales.zh : 'en-US', {
    notation: 'compact',
    maximumSignificantDigits: language === 'zh' ? 3 : 2,
    roundingMode: 'trunc',
  });
  return `${withMinus(format.format(decimalText(amount, token.decimals) as Decimal))} ${token.symbol}`;
}

/** The amount with its sign always written, zero without: `+12.00 MRT`. */
export function formatAmountSigned(amount: bigint | string, token: Token, language: Language): string {
  const units = BigInt(amount);
  const size = units < 0n ? -units : units;
  const sign = units === 0n ? '' : units < 0n ? minusSign : '+';
  return sign + formatAmount(size, token, language);
}

/** A whole number, grouped: `2,041,880`. */
export function formatCount(count: number | bigint, language: Language): string {
  return withMinus(numberFormat(language, { maximumFractionDigits: 0 }).format(count));
}

/** A change with its sign, zero without: `+118`, `−38`, `0`. */
export function formatSigned(change: number): string {
  if (change === 0) return '0';
  return change < 0 ? `${minusSign}${-change}` : `+${change}`;
}

/** The whole score 0 … 1000 that a reader sees for a protocol score 0 … 10,000. */
export const shownScore = (score: number): number => Math.floor(score / 10);

/** A protocol score (0 … 10,000) as its whole number 0 … 1000, no unit, not grouped. */
export const formatScore = (score: number): string => withMinus(String(shownScore(score)));

/** A measured figure, to three places: `0.755`. */
export const formatFigure = (figure: number, language: Language): string =>
  withMinus(numberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(figure));

/** A share of the whole in tenths of a percent, cut: 59.96% reads 59.9%, so that no mark is reached by rounding. */
export function formatShare(part: bigint, whole: bigint, language: Language): string {
  if (whole <= 0n || part < 0n) return '0%';
  const tenths = (part * 1000n) / whole;
  if (tenths === 0n && part > 0n) return '< 0.1%';
  const format = numberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  return format.format(`${decimalText(tenths, 3)}` as Decimal);
}

/** A share given in parts per million: `formatPpm(600_000)` gives `60%`. */
export const formatPpm = (ppm: number, language: Language): string =>
  formatShare(BigInt(ppm), 1_000_000n, language);

/** A height, grouped by narrow no-break spaces in both languages, so that it never looks like money. */
export const formatHeight = (height: number): string =>
  String(height).replace(/\B(?=(?:\d{3})+$)/g, narrowSpace);

/** A number of a contribution, proposal or task: `#4 218`. */
export const formatNumber = (number: number): string => `#${formatHeight(number)}`;

/** First eight … last four characters after `merit1`, for a text address. */
export function shortAddress(address: string): string {
  const body = address.startsWith('merit1') ? address.slice('merit1'.length) : address;
  return body.length <= 12 ? body : `${body.slice(0, 8)}…${body.slice(-4)}`;
}

/** First eight … last six digits of a hash. */
export const shortHash = (hash: string): string =>
  hash.length <= 14 ? hash : `${hash.slice(0, 8)}…${hash.slice(-6)}`;

/** A stored value in a currency, as it was when paid: `€382.43`; never recomputed. */
export function formatFiat(amount: string, currency: string, language: Language): string {
  const format = numberFormat(language, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return withMinus(format.format(amount as Decimal));
}

/** Bytes in words: `12 kB`. */
export function formatBytes(bytes: number, language: Language): string {
  const [size, unit] =
    bytes < 1000
      ? [bytes, 'byte']
      : bytes < 1_000_000
        ? [bytes / 1000, 'kilobyte']
        : [bytes / 1e6, 'megabyte'];
  return numberFormat(language, {
    style: 'unit',
    unit: unit as string,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: bytes < 10_000 ? 1 : 0,
  }).format(size as number);
}
