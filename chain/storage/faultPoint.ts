/** Named operations on the disk at which a fault test can make the disk refuse. */

/** What storage does to the disk: block by block, lane by lane of a file of cells, and the copying of the log. */
export const faultPlaces = [
  'databaseWrite',
  'databaseSync',
  'rootsWrite',
  'rootsSync',
  'cellsWrite',
  'cellsSync',
  'logCopy',
] as const;

/** A named operation on the disk. */
export type FaultPlace = (typeof faultPlaces)[number];

const wanted = process.env['MERITLANE_FAIL_AT'];

/**
 * Throws an error of the system if `MERITLANE_FAIL_AT` is `place:code:count` and this is that place with a number of at
 * least `count`, a height or a lane; does nothing if it is unset.
 * @example MERITLANE_FAIL_AT=rootsSync:EIO:17
 */
export function faultPoint(place: FaultPlace, number: number): void {
  if (wanted === undefined) return;
  const [wantedPlace, code, from] = wanted.split(':');
  if (wantedPlace !== place || number < Number(from)) return;
  throw Object.assign(new Error(`${code}: the disk refuses ${place} at ${number}, as a test asked for`), {
    code,
  });
}
