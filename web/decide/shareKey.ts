/** Whether the reader may vote by a share on a proposal, and if not, why. */
import { useQuery } from '@tanstack/react-query';
import type { VotingKey } from '#api/client/votingKeys.ts';
import { accountQuery } from '../answers/daoQueries.ts';
import type { Viewer } from '../session/session.ts';
import { votingKeyQuery } from '../wallet/votingKeys.ts';
import type { PowerJson } from './proposalQueries.ts';

export interface ShareKey {
  /** The voting key that counts on the proposal and is on this device. */
  readonly key?: VotingKey | undefined;
  /** The account has a voting key, and it cannot sign here: registered after the snapshot, or kept elsewhere. */
  readonly missing?: 'tooLate' | 'elsewhere';
  readonly pending: boolean;
}

/** Reads the keys of this device; a browser that cannot keep any votes by a signature of the account's own. */
export function useShareKey({ address }: Viewer, power: PowerJson | undefined): ShareKey {
  const account = useQuery(accountQuery(address));
  const counted = power?.votingKey ?? '';
  const here = useQuery({ ...votingKeyQuery(counted), enabled: power !== undefined });
  if (power === undefined || (here.isPending && here.fetchStatus !== 'idle')) return { pending: true };
  // One ballot is cast by a share; whoever has one changes it by an ordinary vote.
  if (power.choice !== undefined) return { pending: false };
  if (counted === '')
    return { pending: false, ...((account.data?.votingKey ?? '') === '' ? {} : { missing: 'tooLate' }) };
  const key = here.data ?? undefined;
  return { pending: false, ...(key === undefined ? { missing: 'elsewhere' } : { key }) };
}
