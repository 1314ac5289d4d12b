/** The keys that may sign for an account, each with what this device keeps of it. */
import { useQuery } from '@tanstack/react-query';
import { formatAddress } from '#chain/crypto/address.ts';
import { accountQuery } from '../answers/daoQueries.ts';
import type { Viewer } from '../session/session.ts';
import { fetchWalletKeys, type WalletKey } from '../wallet/keys.ts';

/** A key of the account. */
export interface AccountKeyFacts {
  readonly scheme: number;
  readonly publicKey: string;
  /** The domain of a passkey, where the chain knows it. */
  readonly rpId?: string | undefined;
  /** The key on this device, if it is here. */
  readonly device?: WalletKey;
  /** The chain accepts its signatures for this account. */
  readonly accepted: boolean;
}

interface AccountKeys {
  readonly keys: readonly AccountKeyFacts[];
  readonly pending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Keys of this device, as the settings page asks for them too. */
const deviceKeysQuery = { queryKey: ['device', 'keys'], queryFn: fetchWalletKeys } as const;

/** An account that never added a key has none stored and signs with the one its address derives from. */
export function useAccountKeys(viewer: Viewer): AccountKeys {
  const account = useQuery(accountQuery(viewer.address));
  const device = useQuery(deviceKeysQuery);
  const here = (device.data ?? []).filter((key) => formatAddress(key.account) === viewer.address);
  const stored = account.data?.keys ?? [];
  const onChain =
    stored.length > 0 ? stored : [{ scheme: viewer.key.scheme, publicKey: viewer.key.publicKey }];
  const keys = onChain.map((key): AccountKeyFacts => {
    const own = here.find(({ publicKey }) => publicKey === key.publicKey);
    return { ...key, accepted: true, ...(own === undefined ? {} : { device: own }) };
  });
  const left = here
    .filter(({ publicKey }) => !onChain.some((key) => key.publicKey === publicKey))
    .map(
      (own): AccountKeyFacts => ({
        scheme: own.scheme,
        publicKey: own.publicKey,
        device: own,
        accepted: false,
      }),
    );
  return {
    keys: [...keys, ...left],
    pending: account.isPending || device.isPending,
    error: account.error ?? device.error,
    retry: () => void Promise.all([account.refetch(), device.refetch()]),
  };
}
