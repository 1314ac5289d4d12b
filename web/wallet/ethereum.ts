/** The Ethereum wallet of this browser: whether there is one, its key, its signatures. */
import {
  connectEthereum,
  type EthereumKey,
  type EthereumProvider,
  signWithEthereum,
} from '#api/client/ethereumWallet.ts';
import type { Readable } from '#chain/crypto/eip712.ts';
import { KeyRefused } from './refusals.ts';

/** Extensions and the browsers of wallets put themselves here. */
function injected(): EthereumProvider | undefined {
  const { ethereum } = window as { readonly ethereum?: unknown };
  const isWallet = typeof ethereum === 'object' && ethereum !== null && 'request' in ethereum;
  return isWallet ? (ethereum as EthereumProvider) : undefined;
}

/** Tells whether this browser has an Ethereum wallet. */
export const ethereumPossible = (): boolean => injected() !== undefined;

function wallet(): EthereumProvider {
  const found = injected();
  if (found === undefined) throw new KeyRefused('noWallet');
  return found;
}

/** Asks the wallet for its account and key; throws what `refusalOf` puts in words. */
export const connectWallet = async (): Promise<EthereumKey> => connectEthereum(wallet());

/** Asks the wallet to sign a transaction or a batch; r ‖ s in hex. Throws what `refusalOf` puts in words. */
export const signWithWallet = async (key: EthereumKey, readable: Readable): Promise<string> =>
  signWithEthereum(wallet(), key, readable);
