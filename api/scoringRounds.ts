/** What scores and outcomes share: who may speak for a DAO, and the wait until reveals open. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '#chain/node.ts';
import type { Address, Id } from '#chain/scalars.ts';
import { revealsOpenAt } from '#governance/scorers/round.ts';
import { bonds, committees, type Round } from '#governance/scorers/state.ts';

/** Added to the moment when reveals open, so that the block's time is surely past it. */
const revealMarginMs = 20;
const longestWaitMs = 60_000;

type State = Node['state'];

/** Reads committed state between commits: everything that `read` asks for belongs to one block. */
export const reading = async <T>(node: Node, read: (state: State) => T): Promise<T> => {
  await node.atRest();
  return read(node.state);
};

/** Whether a scorer is in the committee of a DAO and holds a bond. */
export const sitsIn = (state: State, dao: Id, account: Address): boolean =>
  state.get(committees.read(dao))?.members.includes(account) === true &&
  state.get(bonds.read(dao, account)) > 0n;

/** Waits until all have committed, or the time after the quorum of commits has passed; throws once it is stopped. */
export const untilReveals = async (
  node: Node,
  dao: Id,
  roundIn: (state: State) => Pick<Round, 'commits'>,
  stopped: () => boolean,
): Promise<void> => {
  while (!stopped()) {
    const waitMs = await reading(node, (state) => {
      const scoring = state.get(committees.read(dao));
      const opensAt = scoring === undefined ? undefined : revealsOpenAt(roundIn(state), scoring);
      return opensAt === undefined ? undefined : opensAt - state.time;
    });
    if (waitMs !== undefined && waitMs <= 0) return;
    await nextBlockOr(node, waitMs === undefined ? longestWaitMs : waitMs + revealMarginMs);
  }
  throw new Error('The scorers are stopping.');
};

const nextBlockOr = async (node: Node, waitMs: number): Promise<void> => {
  const stop = new AbortController();
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = node.onBlock(() => resolve());
  await Promise.race([promise, sleep(waitMs, undefined, { signal: stop.signal }).catch(() => undefined)]);
  stop.abort();
  unsubscribe();
};
