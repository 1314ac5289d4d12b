/** The scorer of this device: a worker with the scorers' own extractor and tables, and what it has read of each DAO. */
import type { ExplanationJson } from '#api/client/answers.ts';
import type { ContentKind, Extraction } from '#scoring/extract.ts';
import type { Work } from '#scoring/project.ts';

/** Whose next contribution content would be. */
export interface NextOf {
  readonly dao: string;
  readonly author: string;
  readonly epoch: number;
}

/** What the worker is asked: to remember a DAO's next contribution, or to score content. */
export type DeviceTask =
  | ({ readonly task: 'append'; readonly dao: string; readonly contribution: string } & Work)
  | {
      readonly task: 'score';
      readonly kind: ContentKind;
      readonly bytes: Uint8Array;
      /** A contribution that was appended: its features are those found then. */
      readonly appended?: { readonly dao: string; readonly contribution: string };
      /** Runs the ONNX file in WebAssembly besides. */
      readonly runsModel?: boolean;
      /** Content that nobody has submitted, as the next of a DAO; without either, as if nothing was known before. */
      readonly next?: NextOf;
    };

/** A score with its reasons, as computed here. */
export interface ScoredHere
  extends Pick<ExplanationJson, 'scores' | 'bias' | 'rows'>,
    Pick<Extraction, 'features' | 'summary'> {
  /** The root over the tables that were used, 32 bytes. */
  readonly tablesRoot: Uint8Array;
  /** Scores by the ONNX file, run here, and its hash; only where it was asked to run. */
  readonly byModel?: { readonly scores: readonly number[]; readonly modelHash: string };
}

export type DeviceAnswer = { readonly number: number } & (
  | { readonly scored: ScoredHere | undefined }
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
const taskMsMax = 30_000;

/** A worker and, by DAO, how many contributions it has read; both end together. */
export class DeviceScorer {
  readonly read = new Map<string, Set<string>>();
  private readonly worker = new Worker(new URL('./scoreWorker.ts', import.meta.url), { type: 'module' });
  private asked = 0;

  /** Throws NotScorable with the extractor's code. A worker that takes too long is ended, with all that it has read. */
  ask(task: DeviceTask): Promise<ScoredHere | undefined> {
    const { worker } = this;
    this.asked += 1;
    const number = this.asked;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        worker.removeEventListener('message', hear);
        worker.removeEventListener('error', fail);
      };
      const fail = (): void => {
        end();
        worker.terminate();
        if (current === this) current = undefined;
        reject(new Error('The scorer of this page stopped.'));
      };
      const hear = ({ data }: MessageEvent<DeviceAnswer>): void => {
        if (data.number !== number) return;
        end();
        if ('scored' in data) resolve(data.scored);
        else reject(new NotScorable(data.code, data.sentence));
      };
      const timer = setTimeout(fail, taskMsMax);
      worker.addEventListener('message', hear);
      worker.addEventListener('error', fail);
      worker.postMessage({ number, ...task });
    });
  }

  async score(task: Omit<Extract<DeviceTask, { readonly task: 'score' }>, 'task'>): Promise<ScoredHere> {
    const scored = await this.ask({ task: 'score', ...task });
    if (scored === undefined) throw new Error('The scorer of this page gave no score.');
    return scored;
  }
}

let current: DeviceScorer | undefined;

/** The scorer in use; a new one where the last was ended. */
export function deviceScorer(): DeviceScorer {
  current ??= new DeviceScorer();
  return current;
}
