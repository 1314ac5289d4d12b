/** Mistakes planted into the rules of money and votes; each must be found by books that do not know it. */
import { present } from '#chain/errors.ts';
import { plantedBugs } from '../simulation/plants.ts';
import type { Mistake } from '../support/planted.ts';

/** With the first seed that finds it. */
interface Found extends Mistake {
  readonly seed: number;
}
const mistake = (name: string, seed: number, file: string, find: string, replace: string): Found => ({
  name,
  seed,
  edits: [[file, find, replace]],
});
/** One that the simulation finds too. */
const simulated = (name: string, seed: number): Found => ({
  ...present(
    plantedBugs.find((one) => one.name === name),
    `No bug is called ${name}.`,
  ),
  seed,
});

export const mistakes: readonly Found[] = [
  simulated('transfer-mints', 5),
  simulated('stake-uncounted', 1),
  simulated('release-repeats', 51),
  simulated('unbonding-short', 38),
  simulated('vote-stays', 126),
  simulated('vote-late', 1),
  simulated('runs-twice', 117),
  simulated('fee-from-nothing', 3),
  simulated('escrow-forgotten', 3),
  simulated('epoch-opens-twice', 11),
  mistake(
    'stream-pays-again',
    39,
    'governance/streams/streams.ts',
    'withdrawn: stored.withdrawn + due });\n    emit(',
    'withdrawn: stored.withdrawn });\n    emit(',
  ),
  mistake(
    'part-pays-twice',
    42,
    'governance/milestones/milestones.ts',
    "state === 'accepted' ? 'alreadyAccepted' : { part, state }",
    '{ part, state }',
  ),
  mistake(
    'request-pays-twice',
    133,
    'governance/conviction/conviction.ts',
    'cells.request.set({ ...stored, fundedAt: time });',
    '',
  ),
  mistake('leaves-with-stake', 65, 'governance/exits/exits.ts', 'cells.burned.add(burning);', ''),
  mistake(
    'limit-counts-nothing',
    525,
    'governance/treasury/spendLimit.ts',
    'cells.spendable.draw(spent);',
    '',
  ),
  mistake(
    'limit-renews-again',
    268,
    'governance/treasury/limitKinds.ts',
    "if (stored.renewedFor === payload.epoch) reject('alreadyRenewed');",
    '',
  ),
];
