/** The transactions that a worker executes and another one prepared, packed for their way to it. */
import type { LaneTransaction } from './laneTransaction.ts';

export interface MovedTransactions {
  readonly tickets: Int32Array;
  /** The place of a vote in its bundle; -1 of what is no vote. */
  readonly votes: Int32Array;
  /** Where the wire of each begins and ends in `wires`: of votes, their bundle's, which stands there once. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly wires: Uint8Array;
}

/** Packs them: wires are often views of a much larger body, and a message would carry the whole of it for each. */
export const packMoved = (transactions: readonly LaneTransaction[]): MovedTransactions => {
  const count = transactions.length;
  const tickets = new Int32Array(count);
  const votes = new Int32Array(count);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  let size = 0;
  for (let place = 0; place < count; place++) {
    const { ticket, bytes, vote } = transactions[place] as LaneTransaction;
    tickets[place] = ticket;
    votes[place] = vote ?? -1;
    // Votes of one bundle come together, and share its bytes.
    const isShared = vote !== undefined && transactions[place - 1]?.bytes === bytes;
    if (!isShared) size += bytes.length;
    to[place] = size;
    from[place] = size - bytes.length;
  }
  const wires = new Uint8Array(size);
  for (let place = 0; place < count; place++) {
    const start = from[place] as number;
    if (start !== from[place - 1]) wires.set((transactions[place] as LaneTransaction).bytes, start);
  }
  return { tickets, votes, from, to, wires };
};
