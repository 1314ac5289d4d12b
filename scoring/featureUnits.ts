/** Units and bounds of features: what every table of features is written with. */

/** What a feature counts: things, thousandths of a whole, or yes (1) and no (0). */
export type FeatureUnit = 'count' | 'permille' | 'flag';

/** What a feature says, its unit, and the least and greatest value that the extractor gives. */
export type FeatureText = { doc: string; unit: FeatureUnit; min: number; max: number };

/** The value of what is not known: there is no history, or no file in it that the change touches. */
export const UNKNOWN = -1;

/** Larger counts say nothing more; the bound keeps every value far inside 32 bits. */
const COUNT_MAX = 200_000;
/** Shares of more than the whole (three lines removed for one that is new) say no more beyond this. */
const RATIO_MAX = 100_000;

export const count = (doc: string, max = COUNT_MAX) => ({ doc, unit: 'count', min: 0, max }) as const;
export const share = (doc: string) => ({ doc, unit: 'permille', min: 0, max: 1_000 }) as const;
export const ratio = (doc: string) => ({ doc, unit: 'permille', min: 0, max: RATIO_MAX }) as const;
export const flag = (doc: string) => ({ doc, unit: 'flag', min: 0, max: 1 }) as const;
export const pastCount = (doc: string) => ({ doc, unit: 'count', min: UNKNOWN, max: COUNT_MAX }) as const;
export const pastShare = (doc: string) => ({ doc, unit: 'permille', min: UNKNOWN, max: 1_000 }) as const;
export const pastRatio = (doc: string) => ({ doc, unit: 'permille', min: UNKNOWN, max: RATIO_MAX }) as const;
