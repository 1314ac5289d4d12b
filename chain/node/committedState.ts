/** Committed values of the newest executed block, as queries and the mempool read them. */
import type { Access } from '../access.ts';
import { valueAtHeight } from '../checkpoints.ts';
import { Invalid, Rejection } from '../errors.ts';
import { valueOfBytes } from '../execution/cellBytes.ts';
import type { Executor } from '../execution/executor.ts';
import type { StateReader } from '../module.ts';

/** What the state stands for: the block that left it, and the time that a transaction sent now would see. */
export interface StatePlace {
  readonly height: number;
  readonly time: number;
}

/** Reads cells through the executor. Wait for `atRest` first and read within the same tick. */
export class CommittedState implements StateReader {
  readonly genesisTime: number;
  private readonly executor: Executor;
  private readonly place: () => StatePlace;

  constructor(executor: Executor, genesisTime: number, place: () => StatePlace) {
    this.executor = executor;
    this.genesisTime = genesisTime;
    this.place = place;
  }

  /** Height of the block that left this state. */
  get height(): number {
    return this.place().height;
  }
  /** The earliest header time of the next block: what is due now is due for a transaction sent now. */
  get time(): number {
    return this.place().time;
  }

  /** A committed value; throws `Invalid` with `chain.heightPruned` or `chain.heightNotClosed` for past reads beyond reach. */
  get<V>(access: Access<'read', V> | Access<'past', V>): V {
    if (access.mode === 'read') return this.opening(access as Access<'read', V>);
    const { collection, key, height } = access;
    try {
      return valueAtHeight(collection, key, height, this.height + 1, this.cell) as V;
    } catch (error) {
      if (error instanceof Rejection) throw new Invalid(error.code, `Height ${height}.`);
      throw error;
    }
  }

  /** The value that the next block opens with. */
  opening = <V>(access: Access<'read', V>): V => valueOfBytes(access.collection, this.cell(access.key)) as V;

  /** Bytes of a committed cell. */
  readonly cell = (key: Uint8Array): Uint8Array | undefined => this.executor.read(key);
}
