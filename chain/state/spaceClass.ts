/** The sizes in which values get their space: 8, 16, 24, 32, 48, 64, 96 … bytes, so that a freed space fits the next. */

/** Returns the smallest class whose space holds that many bytes (at least 1): at most a third of it stays empty. */
export function spaceClassOf(bytes: number): number {
  const units = (bytes + 7) >>> 3;
  if (units <= 1) return 0;
  const exponent = 31 - Math.clz32(units);
  const power = 1 << exponent;
  if (units === power) return 2 * exponent - 1;
  return units <= power + (power >> 1) ? 2 * exponent : 2 * exponent + 1;
}

/** Returns the units of 8 bytes in a space of that class. */
export function spaceUnits(spaceClass: number): number {
  if (spaceClass === 0) return 1;
  return spaceClass % 2 === 1 ? 1 << ((spaceClass + 1) >> 1) : 3 << ((spaceClass >> 1) - 1);
}
