/** Scores content on this device: the same extractor and tables as the scorers, in a worker. */
import type { ExplanationJson } from '#api/client/answers.ts';
import type { ContentKind, Extraction } from '#scoring/extract.ts';

/** What a worker is asked. */
export interface ScoreTask {
  readonly number: number;
  readonly kind: ContentKind;
  readonly bytes: Uint8Array;
  /** The author's units so far in this epoch. */
  readonly unitsBefore: number;
}

/** A score with its reasons, as computed here. */
export interface ScoredHere
  extends Pick<ExplanationJson, 'scores' | 'bias' | 'rows'>,
    Pick<Extraction, 'features' | 'units' | 'summary'> {
  /** The root over the tables that were used, 32 bytes. */
  readonly tablesRoot: Uint8Array;
}

export type ScoreAnswer = { readonly number: number } & (
  | { readonly scored: ScoredHere }
  | { readonly code: string; readonly sentence: string }
);

/** Content that cannot be scored: a code of the scorers' catalogue. */
class NotScorable extends Error {
  readonly code: string;
  /** The catalogue's sentence in English. */
  readonly title: string;
  constructor(code: string, sentence: string) {
    super(sentence);
    this.name = 'NotScorable';
    this.code = code;
    this.title = sentence;
  }
}

/** Content of 8 MiB takes a second or two; longer than this the device is too slow or the content hostile. */
const scoreMsMax = 30_000;

let worker: Worker | undefined;
let asked = 0;

/** Scores bytes; throws NotScorable with the extractor's code. A worker that takes too long is ended. */
export function scoreHere(kind: ContentKind, bytes: Uint8Array, unitsBefore: number): Promise<ScoredHere> {
  worker ??= new Worker(new URL('./scoreWorker.ts', import.meta.url), { type: 'module' });
  const used = worker;
  asked += 1;
  const number = asked;
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      used.removeEventListener('message', hear);
      used.removeEventListener('error', fail);
    };
    const fail = (): void => {
      end();
      used.terminate();
      if (worker === used) worker = undefined;
      reject(new Error('The scorer of this page stopped.'));
    };
    const hear = ({ data }: MessageEvent<ScoreAnswer>): void => {
      if (data.number !== number) return;
      end();
      if ('scored' in data) resolve(data.scored);
      else reject(new NotScorable(data.code, data.sentence));
    };
    const timer = setTimeout(fail, scoreMsMax);
    used.addEventListener('message', hear);
    used.addEventListener('error', fail);
    const task: ScoreTask = { number, kind, bytes, unitsBefore };
    used.postMessage(task);
  });
}
