/** A network that loses, repeats, delays and reorders messages, and now and then falls into two halves. */
import type { Chance } from '../support/arenaHistory.ts';
import type { SeedOptions } from './seedOptions.ts';
import { chanceOf, type World } from './world.ts';

/** A client's place: outside, where no partition is. */
export const outside = -1;
const partitionCheckMs = 1_000;
const partitionMsMax = 15_000;

export class Network {
  readonly lost = { messages: 0, repeated: 0, partitions: 0 };
  private readonly world: World;
  private readonly chance: Chance;
  private options: SeedOptions;
  /** Replicas on the other side, by their number. */
  private parted: ReadonlySet<number> = new Set();

  constructor(world: World, seed: number, options: SeedOptions) {
    this.world = world;
    this.options = options;
    this.chance = chanceOf(seed, 'network');
    this.watch();
  }

  /** From now on messages fare by these options; a partition ends. */
  become(options: SeedOptions): void {
    this.options = options;
    this.parted = new Set();
  }

  /** Delivers a message after a while: once, twice or never. */
  send(from: number, to: number, deliver: () => unknown): void {
    const { chance, options, world } = this;
    const copies = chance.hits(options.drop) ? 0 : chance.hits(options.duplicate) ? 2 : 1;
    if (copies === 0) this.lost.messages++;
    if (copies === 2) this.lost.repeated++;
    for (let copy = 0; copy < copies; copy++)
      world.after(1 + chance.below(options.delayMs), () => {
        if (this.reaches(from, to)) return deliver();
        this.lost.messages++;
        return undefined;
      });
  }

  /** Whether two places are on one side. */
  reaches(from: number, to: number): boolean {
    return from === outside || to === outside || this.parted.has(from) === this.parted.has(to);
  }

  private watch(): void {
    const { chance, world } = this;
    world.after(partitionCheckMs, () => {
      if (this.parted.size === 0 && chance.below(1_000) < this.options.partition) {
        this.parted = new Set(chance.hits(50) ? [chance.below(4)] : [chance.below(2), 2 + chance.below(2)]);
        this.lost.partitions++;
        world.note(`parted ${[...this.parted].join(' ')}`);
        world.after(chance.below(partitionMsMax), () => {
          this.parted = new Set();
        });
      }
      this.watch();
    });
  }
}
