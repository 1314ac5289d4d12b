/** The storage thread of one replica, its turns taken by the simulation: production code on real files, faults between and inside turns. */
import { EventEmitter } from 'node:events';
import { headerHashBytes } from '#chain/header.ts';
import type { StartStorage, StorageThread } from '#chain/storage/blockStore.ts';
import { type ChainFiles, openChainFiles } from '#chain/storage/chainFiles.ts';
import { watchCrashPoints } from '#chain/storage/crashPoint.ts';
import { refuseAtFaultPoints } from '#chain/storage/faultPoint.ts';
import { encodeStorageError, StorageFailed } from '#chain/storage/storageError.ts';
import { foldIdleMs } from '#chain/storage/storageLimits.ts';
import { StorageLoop, type StorageRequest, type StorageTurn } from '#chain/storage/storageLoop.ts';
import type { StorageReport, StorageWorkerData } from '#chain/storage/storageWorker.ts';
import type { World } from './world.ts';

/** Ends a turn in its middle, as a kill does. */
class Killed extends Error {}

/** What the replica decides about its disk. */
export interface DiskFate {
  /** Whether the process still starts, which happens in one moment. */
  isStarting(): boolean;
  /** How long the next turn takes. */
  delayMs(): number;
  /** Whether the process is killed during the next turn; then a moment of it is drawn among those it passes. */
  killsNow(): boolean;
  momentOfKill(): number;
  /** The error of the system with which the next operation is refused, if it is. */
  refusal(place: string): string | undefined;
  /** Takes the disk as it is for synced, in a turn during which the process is killed. */
  remember(): void;
  /** Decides what the disk keeps, and gives what ends the process. */
  kill(): () => void;
}

/** A storage thread that lives in the simulation's own thread. */
export class VirtualStorage extends EventEmitter implements StorageThread {
  private readonly world: World;
  private readonly fate: DiskFate;
  private files: ChainFiles | undefined;
  private loop: StorageLoop | undefined;
  private scheduled = false;
  private dead = false;
  private muted = false;
  /** Whether the process dies during this turn. */
  private killing = false;
  private idle: (() => void) | undefined;

  constructor(world: World, fate: DiskFate, data: StorageWorkerData) {
    super();
    this.world = world;
    this.fate = fate;
    // As a thread does, it answers only after who made it can listen.
    queueMicrotask(() => this.open(data));
  }

  postMessage(request: StorageRequest): void {
    this.loop?.take(request);
    if (request.kind === 'close') this.finish();
    else this.schedule();
  }
  async terminate(): Promise<void> {
    this.end();
  }

  /** The process is gone: files are let go without a word, and whoever waits is told that the thread is lost. */
  end(): void {
    if (this.dead) return;
    this.dead = true;
    this.idle?.();
    try {
      this.files?.close();
    } catch {
      // A connection in the middle of a transaction; its folder is not used again.
    }
    // So that what is left of the process lets go of its own files.
    const error = encodeStorageError(new StorageFailed('The process was killed.'));
    super.emit('message', { kind: 'failed', error });
  }

  private open({ folder, genesis, pageCountMax }: StorageWorkerData): void {
    try {
      const begun = { folder, genesis, pageCountMax, hashHeader: headerHashBytes };
      this.files = openChainFiles(folder, {
        ...begun,
        onLocked: (exists) => this.say({ kind: 'locked', exists }),
      });
      this.loop = new StorageLoop(this.files, (report) => this.say(report));
      const { firstHeight, height, missing, blocks, bytes } = this.files.found;
      const opened = { firstHeight, height, completed: missing !== undefined, blocks, bytes, verifyMs: 0 };
      this.say({ kind: 'opened', opened });
    } catch (error) {
      this.say({ kind: 'failed', error: encodeStorageError(error) });
    }
  }
  private say(report: StorageReport): void {
    if (this.dead || this.muted) return;
    // What is acknowledged is said to be synced: a power cut takes nothing of it.
    if (this.killing && report.kind === 'done') this.fate.remember();
    this.emit('message', report);
  }

  /** A clean end is waited for in one go: nothing else happens to the replica any more. */
  private finish(): void {
    while (!this.dead && this.loop !== undefined && this.loop.step() !== 'ended');
  }

  private schedule(): void {
    if (this.scheduled || this.dead) return;
    this.scheduled = true;
    const run = (): void => {
      this.scheduled = false;
      if (!this.dead && this.loop !== undefined) this.goOn(this.turn((loop) => loop.step()));
    };
    if (this.fate.isStarting()) queueMicrotask(run);
    else this.world.after(this.fate.delayMs(), run);
  }
  private goOn(next: StorageTurn | undefined): void {
    if (next === 'more') this.schedule();
    else if (next === 'idle')
      this.idle ??= this.world.after(foldIdleMs, () => {
        this.idle = undefined;
        if (!this.dead && !this.scheduled) this.goOn(this.turn((loop) => loop.follow()));
      });
  }

  private turn(take: (loop: StorageLoop) => StorageTurn): StorageTurn | undefined {
    const { loop, fate } = this;
    if (loop === undefined) return undefined;
    const kills = fate.killsNow();
    let left = kills ? fate.momentOfKill() : Number.POSITIVE_INFINITY;
    if (kills) fate.remember();
    watchCrashPoints(() => {
      if (--left >= 0) return;
      // From here on nobody hears anything of this process.
      this.muted = true;
      throw new Killed();
    });
    refuseAtFaultPoints((place) => fate.refusal(place));
    this.killing = kills;
    try {
      return take(loop);
    } finally {
      watchCrashPoints(undefined);
      refuseAtFaultPoints(undefined);
      if (kills) this.killSoon();
    }
  }
  /** What was said before the kill is still heard; what the disk holds is what it held then. */
  private killSoon(): void {
    this.muted = true;
    this.loop = undefined;
    const kill = this.fate.kill();
    this.world.after(0, kill);
  }
}

export const virtualStorage =
  (world: World, fate: DiskFate, made: (storage: VirtualStorage) => void): StartStorage =>
  (data) => {
    const storage = new VirtualStorage(world, fate, data);
    made(storage);
    return storage;
  };
