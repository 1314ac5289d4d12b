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

let refuser: ((place: FaultPlace, number: number) => string | undefined) | undefined;

/** Lets a simulation refuse operations in this thread, with the code of an error of the system; only tests call it. */
export const refuseAtFaultPoints = (asked: typeof refuser): void => {
  refuser = asked;
};

/**
 * Throws an error of the system if `MERITLANE_FAIL_AT` is `place:code:count` and this is that place with a number of at
 * least `count`, a height or a lane; does nothing if it is unset.
 * @example MERITLANE_FAIL_AT=rootsSync:EIO:17
 */
export function faultPoint(place: FaultPlace, number: number): void {
  const asked = refuser?.(place, number);
  if (asked !== undefined) throw refusal(asked, place, number);
  if (wanted === undefined) return;
  const [wantedPlace, code, from] = wanted.split(':');
  if (wantedPlace !== place || number < Number(from)) return;
  throw refusal(code, place, number);
}

const refusal = (code: string | undefined, place: FaultPlace, number: number): Error =>
  Object.assign(new Error(`${code}: the disk refuses ${place} at ${number}, as a test asked for`), { code });
