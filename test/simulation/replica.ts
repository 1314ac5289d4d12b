/** One replica: a production node on a disk of its own, which can be killed at any moment and starts again from what its disk kept. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Executor } from '#chain/execution/executor.ts';
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import type { CreateExecutor } from '#chain/node/startChain.ts';
import { Node } from '#chain/node.ts';
import type { Registry } from '#chain/registry.ts';
import { flipByte, SeededRandom } from '#chain/storage/faults.ts';
import { cutPower, type Disk, diskOf, mixed, writeDisk } from '#chain/storage/powerCut.ts';
import { StorageDamaged } from '#chain/storage/storageError.ts';
import type { Chance } from '../support/arenaHistory.ts';
import { type AgreedBlock, Seat } from './seat.ts';
import type { SeedOptions } from './seedOptions.ts';
import { slowExecutor } from './slowExecutor.ts';
import { type DiskFate, type VirtualStorage, virtualStorage } from './virtualStorage.ts';
import { chanceOf, Violation, type World } from './world.ts';

/** What all replicas share. */
export interface ReplicaParts {
  readonly world: World;
  readonly seed: number;
  readonly folder: string;
  readonly registry: Registry;
  readonly modules: URL;
  readonly genesis: Uint8Array;
  readonly sequencerSecret: Uint8Array;
  readonly executor: CreateExecutor;
  /** Hears of each synced block of a living replica. */
  onBlock(replica: Replica, block: ChainBlock): void;
}

const restartMsMax = 4_000;
/** Moments of a turn at which a kill may strike. */
const momentsOfTurn = 5;

/** One life of the process. */
interface Life {
  readonly folder: string;
  dead: boolean;
  storage: VirtualStorage | undefined;
  executor: Executor | undefined;
  node: Node | undefined;
  seat: Seat | undefined;
}

export class Replica {
  readonly number: number;
  readonly counts = { kills: 0, powerCuts: 0, refusals: 0, flips: 0, damaged: 0, starts: 0 };
  /** The newest height that this replica said is synced, and may not forget. */
  announced = 0;
  private readonly parts: ReplicaParts;
  private readonly chance: Chance;
  private options: SeedOptions;
  private life: Life | undefined;
  private lives = 0;
  private skewMs = 0;
  private image: Disk = new Map();
  private flipped = false;

  constructor(number: number, parts: ReplicaParts, options: SeedOptions) {
    this.number = number;
    this.parts = parts;
    this.options = options;
    this.chance = chanceOf(parts.seed, `replica ${number}`);
  }

  become(options: SeedOptions): void {
    this.options = options;
  }
  /** The living node. */
  get node(): Node | undefined {
    return this.life?.dead === false ? this.life.node : undefined;
  }
  get seat(): Seat | undefined {
    return this.life?.dead === false ? this.life.seat : undefined;
  }
  /** Whether this replica alone makes the blocks, so that nobody else has its disk. */
  private get isAlone(): boolean {
    return this.number === 0 && this.options.ordering === 'embedded';
  }

  /** Draws whether the process dies at this moment. */
  mayDie(): boolean {
    if (this.life?.node === undefined || this.life.dead || this.chance.below(10_000) >= this.options.crash)
      return false;
    const powerCut = this.chance.hits(this.options.powerCut);
    this.die(
      this.life,
      powerCut ? this.tornOf(diskOf(this.life.folder)) : diskOf(this.life.folder),
      powerCut,
    );
    return true;
  }

  deliver(block: AgreedBlock): void {
    if (!this.mayDie()) this.seat?.deliver(block);
  }

  /** Starts the process on what the disk holds. */
  async start(): Promise<void> {
    const { parts } = this;
    const life: Life = {
      folder: join(parts.folder, `${this.number}-${this.lives++}`),
      dead: false,
      storage: undefined,
      executor: undefined,
      node: undefined,
      seat: undefined,
    };
    mkdirSync(life.folder, { recursive: true });
    writeDisk(life.folder, this.image);
    this.flip(life.folder);
    this.life = life;
    this.counts.starts++;
    // Each start finds the clock wrong in another way, also behind what it was.
    this.skewMs = this.chance.below(2 * this.options.skewMs + 1) - this.options.skewMs;
    try {
      life.node = await Node.open(this.optionsOf(life));
    } catch (error) {
      this.refused(life, error);
      return;
    }
    const { head } = life.node;
    parts.world.note(`${this.number} starts at ${head.height} ${head.hash.slice(0, 12)}`);
    parts.world.expect(
      head.height >= this.announced,
      () =>
        `Replica ${this.number} said that block ${this.announced} is synced and starts at ${head.height}.`,
    );
    // Blocks that were synced just before a kill, and that nobody heard of yet.
    for (let height = this.announced + 1; height <= head.height; height++) {
      const block = life.node.block(height);
      if (block !== undefined) parts.onBlock(this, block);
    }
    this.announced = head.height;
    life.node.onBlock((block) => {
      if (life.dead) return;
      this.announced = block.height;
      parts.onBlock(this, block);
    });
  }

  private optionsOf(life: Life) {
    const { parts } = this;
    const { world, registry, modules, genesis, sequencerSecret } = parts;
    const clock = { now: () => world.now + this.skewMs };
    const isDead = () => life.dead;
    const executorFate = { isDead, delayMs: () => 1 + this.chance.below(this.options.slowLanesMs) };
    const executor: CreateExecutor = async (facts, ofChain, url) => {
      const made = slowExecutor(await parts.executor(facts, ofChain, url), world, executorFate);
      life.executor = made;
      return made;
    };
    const holder = {
      executor: () => life.executor as Executor,
      executedHeight: () => (life.dead ? undefined : life.node?.executedHeight),
      fail: (error: Error) => world.fail(error),
    };
    const storage = virtualStorage(world, this.diskFate(life), (made) => {
      life.storage = made;
    });
    return {
      folder: life.folder,
      ...{ registry, modules, genesis, sequencerSecret, executor, storage, clock },
      ...(this.isAlone
        ? {}
        : {
            ordering: (
              ...[maker, ofNode]: ConstructorParameters<typeof Seat> extends [infer M, infer C, unknown]
                ? [M, C]
                : never
            ) => {
              life.seat = new Seat(maker, ofNode, holder);
              return life.seat;
            },
          }),
      onFatal: (error: Error) => this.stopped(life, error),
    };
  }

  private diskFate(life: Life): DiskFate {
    const { chance } = this;
    let before: Disk = new Map();
    return {
      isStarting: () => life.node === undefined,
      delayMs: () => 1 + chance.below(this.options.slowDiskMs),
      killsNow: () => life.node !== undefined && chance.below(10_000) < 4 * this.options.crash,
      momentOfKill: () => chance.below(momentsOfTurn),
      refusal: () => {
        if (life.node === undefined || chance.below(10_000) >= this.options.refusal) return undefined;
        this.counts.refusals++;
        return chance.pick(['EIO', 'ENOSPC']);
      },
      remember: () => {
        before = diskOf(life.folder);
      },
      kill: () => {
        const powerCut = chance.hits(this.options.powerCut);
        const after = diskOf(life.folder);
        const kept = powerCut ? this.tornOf(cutPower(before, after, this.random())) : after;
        return () => this.die(life, kept, powerCut);
      },
    };
  }
  private random(): SeededRandom {
    return new SeededRandom(this.chance.below(0x7fff_ffff));
  }

  /** What a power cut does to files that are written without a sync: the index and an unfinished file of cells. */
  private tornOf(disk: Disk): Disk {
    const torn = new Map(disk);
    for (const name of ['index.sqlite-wal', 'cells.new']) {
      const bytes = disk.get(name);
      if (bytes !== undefined) torn.set(name, mixed(Buffer.alloc(0), bytes, this.random()));
    }
    return torn;
  }

  private die(life: Life, kept: Disk, powerCut: boolean): void {
    if (life.dead) return;
    this.counts.kills++;
    if (powerCut) this.counts.powerCuts++;
    this.parts.world.note(`${this.number} dies${powerCut ? ' of a power cut' : ''}`);
    this.end(life, kept);
  }
  /** The node stopped itself, as it must when its disk or its lanes fail. */
  private stopped(life: Life, error: Error): void {
    if (life.dead) return;
    this.parts.world.note(`${this.number} stops: ${error.message}`);
    if (life.node === undefined) return;
    this.end(life, diskOf(life.folder));
  }
  private end(life: Life, kept: Disk): void {
    life.dead = true;
    this.image = kept;
    life.storage?.end();
    // What is left of the process lets go of its files while the run goes on.
    life.node?.close().then(
      () => rmSync(life.folder, { recursive: true, force: true }),
      (error: Error) => this.parts.world.fail(error),
    );
    this.parts.world.after(1 + this.chance.below(restartMsMax), () => this.start());
  }

  private flip(folder: string): void {
    this.flipped = false;
    if (this.isAlone || this.image.size === 0 || !this.chance.hits(this.options.flip)) return;
    const name = this.chance.pick([...this.image.keys()].sort());
    if (flipByte(join(folder, name), this.random()) === undefined) return;
    this.flipped = true;
    this.counts.flips++;
  }
  /** A start that is refused: right after a flip, when the replica begins anew; else wrong. */
  private refused(life: Life, error: unknown): void {
    const { world } = this.parts;
    life.dead = true;
    life.storage?.end();
    if (!(this.flipped && error instanceof StorageDamaged)) {
      world.fail(new Violation(`Replica ${this.number} cannot start: ${error}.`));
      return;
    }
    world.note(`${this.number} is damaged: ${error.code}`);
    this.counts.damaged++;
    this.image = new Map();
    this.announced = 0;
    rmSync(life.folder, { recursive: true, force: true });
    world.after(1 + this.chance.below(restartMsMax), () => this.start());
  }

  /** Ends the run for this replica. */
  async close(): Promise<string | undefined> {
    const { life } = this;
    if (life === undefined || life.dead) return undefined;
    await life.node?.close();
    life.dead = true;
    return life.folder;
  }
}
