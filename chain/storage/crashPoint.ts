/** Named moments in a block's life at which a fault test can make the process kill itself. */

/** The phases in order: the first three belong to the node, the last three to storage. */
export const crashPhases = [
  'received',
  'verified',
  'executed',
  'beforeSync',
  'afterDatabaseSync',
  'afterSync',
] as const;

/** The phases of a new file of cells: written, synced, and in the place of the one before; the height is its block. */
export const foldPhases = ['cellsWritten', 'cellsSynced', 'cellsRenamed'] as const;

/** A named moment in a block's life, or in the making of a file of cells. */
export type CrashPhase = (typeof crashPhases)[number] | (typeof foldPhases)[number];

const wanted = process.env['MERITLANE_CRASH_AT'];

let watcher: ((phase: CrashPhase, height: number) => void) | undefined;

/** Lets a simulation hear of each moment in this thread, and throw there; only tests call it. */
export const watchCrashPoints = (heard: typeof watcher): void => {
  watcher = heard;
};

/**
 * Kills the process with SIGKILL if `MERITLANE_CRASH_AT` is `phase:height`; does nothing if it is unset.
 * @example MERITLANE_CRASH_AT=beforeSync:17
 */
export function crashPoint(phase: CrashPhase, height: number): void {
  watcher?.(phase, height);
  if (wanted === undefined || wanted !== `${phase}:${height}`) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal ends all threads; until it does, this one must not go one step further.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
