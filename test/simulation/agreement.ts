/** The agreed sequence of blocks and how replicas hear of it: of the embedded sequencer, or of a modelled agreement of three of four. */
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import type { Chance } from '../support/arenaHistory.ts';
import type { Checks } from './invariants.ts';
import type { Network } from './network.ts';
import type { Oracle } from './oracle.ts';
import type { Replica } from './replica.ts';
import type { AgreedBlock } from './seat.ts';
import type { SeedOptions } from './seedOptions.ts';
import { chanceOf, Violation, type World } from './world.ts';

interface Parts {
  readonly world: World;
  readonly seed: number;
  readonly network: Network;
  readonly oracle: Oracle;
  readonly replicas: readonly Replica[];
  readonly options: SeedOptions;
}
/** More than two thirds of four. */
const quorum = 3;
const turnMsMax = 400;
const catchUpMs = 500;
const catchUpBlocks = 20;
/** Percent of the turns in which a block is agreed though nothing waits: time passes for the rules. */
const emptyPercent = 4;

/**
 * The contract of a consensus engine, not its inner life: one block after another, agreed by a quorum that reaches each
 * other, proposed by a replica that has stored all before it, never taken back, and heard by each at a moment of its own.
 */
export class Agreement {
  private readonly parts: Parts;
  private readonly chance: Chance;
  private readonly makeChecks: () => Checks;
  private checks: Checks | undefined;

  constructor(parts: Parts, makeChecks: () => Checks) {
    this.parts = parts;
    this.makeChecks = makeChecks;
    this.chance = chanceOf(parts.seed, 'agreement');
  }

  begin(): void {
    this.checks = this.makeChecks();
    if (this.parts.options.ordering === 'agreed') this.turn();
    for (const replica of this.parts.replicas) this.catchUp(replica);
  }
  recount(): void {
    this.checks?.recount();
  }

  /** A replica says that it has synced a block: it must be the agreed one; the embedded sequencer's is agreed thereby. */
  readonly heard = (replica: Replica, block: ChainBlock): void => {
    const { world, oracle, options } = this.parts;
    try {
      const { height, time, hash } = block;
      world.note(`${replica.number} has ${height} ${hash.slice(0, 12)}`);
      if (options.ordering === 'embedded' && replica.number === 0)
        this.agree({ height, time, wires: block.items });
      const head = oracle.heads[height];
      if (head?.hash !== hash)
        throw new Violation(
          `Replica ${replica.number} has another block ${height}: root ${block.header.stateRoot}, and ${head?.header.stateRoot} serially.`,
        );
    } catch (error) {
      world.fail(error);
    }
  };

  private agree(block: AgreedBlock): void {
    const { oracle, network, replicas } = this.parts;
    if (block.height <= oracle.height) return;
    const executed = oracle.apply(block);
    this.checks?.afterBlock(executed);
    oracle.place(executed);
    for (const replica of replicas) network.send(0, replica.number, () => replica.deliver(block));
  }

  /** One round: a proposer among those who reach a quorum and have stored everything. */
  private turn(): void {
    const { world, oracle, network, replicas } = this.parts;
    world.after(1 + this.chance.below(turnMsMax), () => {
      try {
        const living = replicas.filter(({ seat }) => seat !== undefined);
        const able = living.filter(
          (one) =>
            one.node?.head.height === oracle.height &&
            one.seat?.isIdle === true &&
            living.filter((other) => network.reaches(one.number, other.number)).length >= quorum,
        );
        const proposer = able.length === 0 ? undefined : this.chance.pick(able);
        const isEmpty = this.chance.hits(emptyPercent);
        if (proposer?.seat !== undefined && (isEmpty || (proposer.node?.mempoolSize ?? 0) > 0))
          this.propose(proposer, oracle.height + 1);
      } catch (error) {
        world.fail(error);
      }
      this.turn();
    });
  }
  private propose(proposer: Replica, height: number): void {
    const batch = proposer.seat?.propose(height);
    if (batch === undefined) return;
    const block = { height, time: batch.time, wires: batch.transactions.map(({ bytes }) => bytes.slice()) };
    // Killed between its proposal and the agreement: the block is nowhere, and clients ask again.
    if (proposer.mayDie()) return;
    this.agree(block);
    proposer.deliver(block);
  }

  /** What a living replica gives of the chain: what its node stored, and beyond that what its engine keeps of what was agreed. */
  private blocksOf({ node }: Replica, from: number): readonly AgreedBlock[] {
    if (node === undefined) return [];
    const stored = node
      .blocks(from, catchUpBlocks)
      .map(({ height, time, items }) => ({ height, time, wires: items }));
    if (stored.length > 0 || this.parts.options.ordering === 'embedded') return stored;
    return this.parts.oracle.blocks.slice(from - 1, from - 1 + catchUpBlocks);
  }

  /** Asks another replica for what is missing, again and again; what that one has is what it stored. */
  private catchUp(replica: Replica): void {
    const { world, network, replicas } = this.parts;
    world.after(1 + this.chance.below(catchUpMs), () => {
      const other = this.chance.pick(replicas);
      const next = (replica.node?.executedHeight ?? -1) + 1;
      if (next > 0 && other !== replica)
        network.send(replica.number, other.number, () => {
          for (const block of this.blocksOf(other, next))
            network.send(other.number, replica.number, () => replica.deliver(block));
        });
      this.catchUp(replica);
    });
  }
}
