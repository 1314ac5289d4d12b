/** What went wrong while a key was asked, in words. */
import { type Fault, faultOf } from '../faults.ts';
import type { Translate } from '../words/words.ts';
import { refusalOf } from './refusals.ts';

/** A refusal of the key says that nothing was sent; anything else speaks for itself. */
export function keyFaultOf(error: unknown, t: Translate): Fault {
  const refusal = refusalOf(error);
  if (refusal === undefined) return faultOf(error, t);
  return { sentence: t(`refusal.${refusal}`), advice: t(`refusal.${refusal}.advice`) };
}
