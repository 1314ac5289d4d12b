/** Which actions a track may decide: the constitution's track any, the others what their quorum was set for. */
import type { z } from 'zod';
import type { trackName } from '../daos/state.ts';

type TrackName = z.output<typeof trackName>;

const kinds: Readonly<Record<Exclude<TrackName, 'constitution'>, readonly string[]>> = {
  parameters: [
    'contributions.setRule',
    'contributions.setAllowance',
    'daos.setPolicy',
    'treasury.setBudget',
    'treasury.setLimit',
    'disputes.setCourt',
  ],
  treasury: [
    'treasury.pay',
    'treasury.setBudget',
    'tokens.transfer',
    'tokens.mint',
    'streams.open',
    'streams.topUp',
    'streams.cancel',
    'payouts.open',
  ],
  membership: ['daos.setRoles'],
  model: ['scorers.setModel', 'scorers.setCommittee'],
  signal: [],
};

/** Whether a proposal of a track may carry an action of this kind; else a small quorum could decide what needs a large one. */
export const mayCarry = (track: TrackName, kind: string): boolean =>
  track === 'constitution' || kinds[track].includes(kind);
