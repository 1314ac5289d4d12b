/** What went wrong, in three parts: what is so, what the reader can do, and the code. */
import { chineseErrorOf, isWordId, type Translate } from './words/words.ts';

/** A fault ready to show. */
export interface Fault {
  /** One sentence: what is so. */
  readonly sentence: string;
  /** What the reader can do, or what was kept. */
  readonly advice?: string;
  /** Stable: `proposals.alreadyVoted`. */
  readonly code?: string;
  readonly height?: number;
  readonly requestId?: string;
}

/** The parts of `application/problem+json` (RFC 9457) that are shown; errors of the client carry them. */
export interface ProblemLike {
  readonly code: string;
  /** The sentence of the error catalogue, in English. */
  readonly title?: string;
  /** Which part is meant. */
  readonly detail?: string;
  readonly height?: number;
  readonly requestId?: string;
}

/** Tells whether an error carries a code of the catalogue. */
function isProblem(error: unknown): error is ProblemLike {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}

/** Tells whether the node said that there is no such thing, rather than that it failed. */
export const isMissing = (error: unknown): boolean => isProblem(error) && error.code === 'api.notFound';

const sentenceOf = ({ code, title, detail }: ProblemLike, t: Translate): string =>
  chineseErrorOf(code) ?? title ?? (detail === undefined || detail === '' ? t('error.unknown') : detail);

/** Turns any error into words: the catalogue's sentence in the reader's language where there is one. */
export function faultOf(error: unknown, t: Translate): Fault {
  if (isProblem(error)) {
    const adviceId = `error.${error.code}.advice`;
    return {
      sentence: sentenceOf(error, t),
      ...(isWordId(adviceId) ? { advice: t(adviceId) } : {}),
      code: error.code,
      ...(error.height === undefined ? {} : { height: error.height }),
      ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    };
  }
  // `fetch` reports every failure to reach the node as a TypeError.
  if (!navigator.onLine || error instanceof TypeError) {
    return { sentence: t('error.offline'), advice: t('error.offline.advice') };
  }
  return { sentence: t('error.unknown'), advice: t('error.unknown.advice') };
}
