/** Mistakes that the lanes can be told to make, so that it can be shown that the comparison with the serial executor finds them. */

/** What each mistake is. */
export const plants = {
  'lane-lost-write': 'the first cell that a worker writes in a block is lost',
  'lost-remote-effect': 'the first effect on a cell of another worker is lost',
  'early-addition': 'an addition shows before the block ends',
  'wrong-lane': 'a write is given to the owner of another lane',
  'worker-order': 'every second worker executes its transactions from the last to the first',
  'stale-cell': 'a write of an earlier transaction of the block is not seen',
  'draw-twice': 'what a draw took is counted twice',
} as const;
export type Plant = keyof typeof plants;

let active: Plant | undefined;

/** Plants a mistake in this thread, or none. */
export const plant = (name: string | undefined): void => {
  active = name !== undefined && Object.hasOwn(plants, name) ? (name as Plant) : undefined;
};
export const isPlanted = (name: Plant): boolean => active === name;
