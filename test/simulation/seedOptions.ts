/** What a seed is made of: each seed draws its own mix of faults, so that no fault hides another. */
import { chanceOf } from './world.ts';

/** Who decides the blocks: the embedded sequencer of replica 0, or an agreement among all. */
type OrderingKind = 'embedded' | 'agreed';

export interface SeedOptions {
  readonly ordering: OrderingKind;
  /** Percent of messages that are lost, and that arrive twice. */
  readonly drop: number;
  readonly duplicate: number;
  /** The longest way of a message in virtual ms. */
  readonly delayMs: number;
  /** Of 10,000: how often a replica is killed at an event of its own. */
  readonly crash: number;
  /** Percent of the kills that are power cuts. */
  readonly powerCut: number;
  /** Percent of the restarts before which one bit of the disk flips. */
  readonly flip: number;
  /** Of 10,000: how often an operation of the disk is refused. */
  readonly refusal: number;
  readonly slowDiskMs: number;
  readonly slowLanesMs: number;
  /** The most by which a replica's clock is wrong. */
  readonly skewMs: number;
  /** Of 1,000: how often, a second, the replicas are parted into two. */
  readonly partition: number;
  /** Of the four scorers: who lies, copies, is late or absent. */
  readonly scorers: readonly ScorerManner[];
  /** Accounts that move money at random, and pieces of work. */
  readonly accounts: number;
  /** The longest rest of an account between two of its transactions. */
  readonly hurryMs: number;
  readonly works: number;
  readonly proposals: number;
  /** Virtual ms of the phase with faults. */
  readonly safetyMs: number;
  /** Groups of lanes that move by themselves. */
  readonly lanes: number;
  /** Percent of the blocks before which a worker of the lanes ends. */
  readonly workerDeath: number;
}
export type ScorerManner = 'honest' | 'lying' | 'copying' | 'late' | 'absent';

export const optionsOf = (seed: number): SeedOptions => {
  const chance = chanceOf(seed, 'options');
  const some = (most: number): number => (chance.hits(30) ? 0 : chance.below(most + 1));
  const scorers: ScorerManner[] = ['honest', 'honest', 'honest', 'honest'];
  // At most f = 1 of the four: that is what the rules promise to bear.
  if (chance.hits(80))
    scorers[chance.below(4)] = chance.pick(['lying', 'copying', 'late', 'absent'] as const);
  return {
    ordering: chance.hits(40) ? 'embedded' : 'agreed',
    drop: some(30),
    duplicate: some(20),
    delayMs: 1 + chance.below(chance.hits(20) ? 2_000 : 100),
    crash: some(120),
    powerCut: chance.below(101),
    flip: some(20),
    refusal: some(60),
    slowDiskMs: 1 + chance.below(chance.hits(20) ? 800 : 20),
    slowLanesMs: 1 + chance.below(chance.hits(20) ? 400 : 15),
    skewMs: chance.hits(30) ? 0 : chance.below(5_000),
    partition: some(150),
    scorers,
    accounts: 2 + chance.below(6),
    hurryMs: chance.pick([800, 2_000, 5_000]),
    works: 1 + chance.below(3),
    proposals: chance.below(3),
    safetyMs: 60_000 + chance.below(60_000),
    lanes: chance.pick([1, 16, 256]),
    workerDeath: some(10),
  };
};

/** The same without any fault: what must come to rest at the end. */
export const calm = (options: SeedOptions): SeedOptions => ({
  ...options,
  drop: 0,
  duplicate: 0,
  delayMs: 20,
  crash: 0,
  flip: 0,
  refusal: 0,
  partition: 0,
  workerDeath: 0,
  slowDiskMs: 5,
  slowLanesMs: 5,
});
