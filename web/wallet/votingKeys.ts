/** Voting keys of this browser: makes them, keeps them beside its other keys, and finds the one that a snapshot knows. */
import { createVotingKey, type VotingKey } from '#api/client/votingKeys.ts';
import { fetchStoredVotingKey, storeVotingKey } from './keyStore.ts';

/** Makes a voting key for an account (hex) and keeps it; older ones stay, since they count where a snapshot knows them. */
export async function makeVotingKey(account: string): Promise<VotingKey> {
  const key = createVotingKey();
  await storeVotingKey({ ...key, account, createdAtMs: Date.now() });
  return key;
}

/** The voting key of this stored form (96 bytes in hex), as the chain answers it; `null` where this browser has it not. */
export const votingKeyQuery = (storedKey: string) =>
  ({
    queryKey: ['device', 'votingKey', storedKey],
    queryFn: async (): Promise<VotingKey | null> =>
      storedKey === '' ? null : ((await fetchStoredVotingKey(storedKey)) ?? null),
  }) as const;
