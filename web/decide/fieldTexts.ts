/** What people type into number fields, and what it means to the chain; exact, without floats where money is. */

/** `12.5` and `1,204.50` as digits and a point; undefined for anything else. */
const decimalPattern = /^\d{1,30}(?:\.\d+)?$/;

/** A text such as `1,204.50` in the smallest unit; undefined where it is no number or has too many decimals. */
export const parseAmount = (text: string, decimals: number): string | undefined => {
  const plain = text.replaceAll(',', '');
  if (!decimalPattern.test(plain)) return undefined;
  const [whole = '', fraction = ''] = plain.split('.');
  if (fraction.length > decimals) return undefined;
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  return units < 1n << 96n ? units.toString() : undefined;
};

/** A share in percent (`12.5`) in parts per million, 0 … 1,000,000; undefined where it is none. */
export const parseShare = (text: string): number | undefined => {
  const ppm = parseAmount(text.replace(/%$/, '').trim(), 4);
  return ppm === undefined || BigInt(ppm) > 1_000_000n ? undefined : Number(ppm);
};

/** A number of a unit of time, which may have decimals. */
export const parseDecimal = (text: string): number | undefined => {
  const plain = text.trim().replaceAll(',', '');
  return decimalPattern.test(plain) && plain.length <= 15 ? Number(plain) : undefined;
};

/** Milliseconds of each unit. */
export const durationUnits = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
type DurationUnit = keyof typeof durationUnits;

/** A duration in the largest unit that divides it; days where there is none yet. */
export const writtenDuration = (
  durationMs: number | undefined,
): { readonly count: string; readonly unit: DurationUnit } => {
  if (durationMs === undefined) return { count: '', unit: 'days' };
  const units: readonly DurationUnit[] = ['days', 'hours', 'minutes'];
  const unit = units.find((one) => durationMs !== 0 && durationMs % durationUnits[one] === 0) ?? 'seconds';
  return { count: String(durationMs / durationUnits[unit]), unit };
};
