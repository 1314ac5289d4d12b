/** Which actions a track may decide: the constitution's track any, the others what their quorum was set for. */
import type { z } from 'zod';
import { splitKey } from '#chain/access.ts';
import { codecOf, decodeValue } from '#chain/codec.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import type { Sent } from '#chain/module.ts';
import type { Call, Id } from '#chain/scalars.ts';
import type { trackName } from '../daos/state.ts';
import { milestonesModule } from '../milestones/milestones.ts';
import { streamsModule } from '../streams/streams.ts';
import { balances } from '../tokens/state.ts';
import { tokensModule } from '../tokens/tokens.ts';
import { treasury } from '../treasury/treasury.ts';

type TrackName = z.output<typeof trackName>;

const paying = ['treasury.pay', 'tokens.transfer', 'streams.open', 'milestones.open'] as const;
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
    ...paying,
    'treasury.setBudget',
    'tokens.mint',
    'streams.topUp',
    'streams.cancel',
    'milestones.close',
    'conviction.cancel',
    'payouts.open',
  ],
  treasuryMedium: paying,
  treasurySmall: paying,
  membership: ['daos.setRoles'],
  model: [
    'scorers.setModel',
    'scorers.setCommittee',
    'reviews.setSampling',
    'reviews.setRecalibration',
    'reviews.liftRecalibration',
  ],
  tip: paying,
  emergency: [
    'daos.setPolicy',
    'scorers.setModel',
    'scorers.setCommittee',
    'streams.cancel',
    'milestones.close',
    'conviction.cancel',
    'treasury.setLimit',
  ],
  signal: [],
};

/** Whether a proposal of a track may carry an action of this kind; else a small quorum could decide what needs a large one. */
export const mayCarry = (track: TrackName, kind: string): boolean =>
  track === 'constitution' || kinds[track].includes(kind);

/** What actions that pay can take from the DAO's account; only these may stand in a proposal whose spending is limited. */
const payingTransactions = {
  'treasury.pay': treasury.transactions.pay,
  'tokens.transfer': tokensModule.transactions.transfer,
  'streams.open': streamsModule.transactions.open,
  'milestones.open': milestonesModule.transactions.open,
} as const satisfies Record<(typeof paying)[number], unknown>;

/**
 * The most that actions take from the account of the DAO, by the draws that they declare; undefined where one of them
 * is of another kind, is malformed, or moves another token than the DAO’s own.
 */
export const spendingOf = (dao: Id, actions: readonly Call[]): bigint | undefined => {
  let total = 0n;
  for (const { kind, payload } of actions) {
    const transaction = payingTransactions[kind as (typeof paying)[number]] as
      | { payload: z.ZodType; access(sent: Sent<unknown>): object }
      | undefined;
    const taken = transaction === undefined ? undefined : drawnBy(transaction, dao, payload);
    if (taken === undefined) return undefined;
    total += taken;
  }
  return total;
};
const drawnBy = (
  { payload: schema, access }: { payload: z.ZodType; access(sent: Sent<unknown>): object },
  dao: Id,
  payload: string,
): bigint | undefined => {
  const sender = daoAddress(dao);
  const sent = { sender, payload: decodedOr(schema, payload), id: dao };
  if (sent.payload === undefined) return undefined;
  let drawn = 0n;
  for (const one of Object.values(access(sent as Sent<unknown>)).flat()) {
    if (one.mode !== 'draw' || one.collection !== balances.definition) continue;
    const [, token, holder] = splitKey(one.key);
    if (token === undefined || holder === undefined || toHex(holder) !== sender) continue;
    if (toHex(token) !== dao) return undefined;
    drawn += one.ceiling;
  }
  return drawn;
};
const decodedOr = (schema: z.ZodType, payload: string): unknown => {
  try {
    return decodeValue(codecOf(schema), fromHex(payload));
  } catch {
    return undefined;
  }
};
