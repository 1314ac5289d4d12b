/** How reasons are written: sentences in English and 中文 (ICU messages), for a gain and for a loss. */

/** A sentence in both languages; `{n}` is the number that `reasonNumber` gives. */
export type Sentence = { en: string; zh: string };

/** The sentences of a feature: for rows that add to a score, and for rows that take away. */
export type Reason = { gain: Sentence; loss: Sentence };

/** English with a singular and a plural, `#` standing for the number. */
export const plural = (one: string, other: string) => `{n, plural, one {${one}} other {${other}}}`;
/** Gain and loss, each in English and 中文. */
export const pair = (gainEn: string, gainZh: string, lossEn: string, lossZh: string): Reason => ({
  gain: { en: gainEn, zh: gainZh },
  loss: { en: lossEn, zh: lossZh },
});
