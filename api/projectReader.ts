/** Reads a DAO's contributions in the order of the chain, in one scorer's thread, and keeps the features of each: 240 bytes. */
import type { Piscina } from 'piscina';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import type { Contribution } from '#governance/contributions/state.ts';
import type { AppendTask } from '#scoring/worker.ts';

/** A contribution as the chain orders it. */
export interface PlacedWork {
  readonly contribution: string;
  readonly contentId: string;
  readonly author: string;
  readonly epoch: number;
  readonly kind: Contribution['kind'];
}

interface ProjectReaderOptions {
  readonly dao: string;
  /** The DAO's contributions, which grow at the end. */
  readonly works: readonly PlacedWork[];
  readonly pool: Piscina;
  readonly contentStore: ContentStore;
}

export class ProjectReader {
  private readonly options: ProjectReaderOptions;
  private readonly features = new Map<string, Int32Array>();
  private place = 0;
  private turn: Promise<void> = Promise.resolve();

  constructor(options: ProjectReaderOptions) {
    this.options = options;
  }

  /** Reads until the contribution at `place`, counted from 0, is read; throws when the thread has ended. */
  readUntil(place: number): Promise<void> {
    const turn = this.turn.then(() => this.advance(place));
    // Whoever comes next tries again where this turn broke off.
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  /** The features of a contribution that is read; undefined where its content was gone or could not be read. */
  featuresOf(contribution: string): number[] | undefined {
    const features = this.features.get(contribution);
    return features === undefined ? undefined : [...features];
  }

  private async advance(place: number): Promise<void> {
    const { dao, works, pool, contentStore } = this.options;
    for (; this.place <= place; this.place++) {
      const work = works[this.place];
      if (work === undefined) return;
      const { contribution, contentId, author, epoch, kind } = work;
      const content = await contentStore.get(contentId);
      const task: AppendTask = { dao, author, epoch, kind, bytes: content?.bytes ?? null };
      const features: number[] | null = await pool.run(task, { name: 'append' });
      if (features !== null) this.features.set(contribution, Int32Array.from(features));
    }
  }
}
