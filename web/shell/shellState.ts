/** What the shell shows of the reader: the DAOs, the account, what waits. Pages and queries write it; bars read it. */
import { useSyncExternalStore } from 'react';

/** A DAO as the menu names it. */
export interface ShellDao {
  /** As it stands in the path `/d/:dao`. */
  readonly id: string;
  readonly name: string;
}

/** Everything the bars and the header draw, apart from the live status. */
export interface ShellState {
  readonly daos: readonly ShellDao[];
  /** The DAO the reader was in last; the one of the path wins. */
  readonly lastDao?: string;
  readonly account?: { readonly address: string; readonly name: string } | undefined;
  /** How many things wait for the reader, by place. */
  readonly waiting: { readonly vote: number; readonly rewards: number; readonly inbox: number };
  /** The genesis says so: shown on every page. */
  readonly testClock: boolean;
}

let state: ShellState = { daos: [], waiting: { vote: 0, rewards: 0, inbox: 0 }, testClock: false };
const listeners = new Set<() => void>();

/** Replaces the named parts; parts left out stay. */
export function setShell(parts: Partial<ShellState>): void {
  state = { ...state, ...parts };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The state; the component renders again when it changes. */
export const useShell = (): ShellState => useSyncExternalStore(subscribe, () => state);
