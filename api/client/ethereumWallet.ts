/** A signer that asks an Ethereum wallet (EIP-1193): the wallet shows the transaction as typed data; safe in browsers. */
import { addressOfKey, formatAddress } from '#chain/crypto/address.ts';
import {
  connectTypedData,
  eip712TypedData,
  type Readable,
  type TypedData,
  typedDataDigest,
} from '#chain/crypto/eip712.ts';
import { schemeNumbers } from '#chain/crypto/schemes.ts';
import {
  type EthereumSignature,
  ethereumAddressOf,
  readEthereumSignature,
} from '#chain/crypto/signSecp256k1.ts';
import type { ClientSigner } from './submitter.ts';

/** What a wallet puts at `window.ethereum`. */
export interface EthereumProvider {
  request(asked: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

/** An account of a wallet whose public key is known. */
export interface EthereumKey {
  /** Compressed, 33 bytes in hex. */
  readonly publicKey: string;
  /** The account at Ethereum: `0x` and 40 digits, all lower-case. */
  readonly wallet: string;
}

/** The wallet answered, but with an account or a key that was not asked for, or with no signature at all. */
export class WalletMismatch extends Error {
  override name = 'WalletMismatch';
}

/**
 * Asks the wallet for its account, and learns the public key from a signature of "Connect", since wallets tell only a
 * hash of it. Two questions to the person. Rejects with what the wallet throws, or with `WalletMismatch`.
 */
export const connectEthereum = async (provider: EthereumProvider): Promise<EthereumKey> => {
  const [wallet] = await allowedAccounts(provider);
  if (wallet === undefined) throw new WalletMismatch('The wallet named no account.');
  const { publicKey } = await askSignature(provider, wallet, connectTypedData(wallet));
  if (ethereumAddressOf(publicKey) !== wallet) throw mismatch(wallet);
  return { publicKey, wallet };
};

/**
 * Asks the wallet to sign a transaction or a batch of them by this key; resolves with r ‖ s in hex. Rejects like `connectEthereum`. A wallet
 * that forgot this page asks for the connection first.
 */
export const signWithEthereum = async (
  provider: EthereumProvider,
  { publicKey, wallet }: EthereumKey,
  readable: Readable,
): Promise<string> => {
  if (!(await allowedAccounts(provider)).includes(wallet)) throw mismatch(wallet);
  const signed = await askSignature(provider, wallet, eip712TypedData(readable));
  if (signed.publicKey !== publicKey) throw mismatch(wallet);
  return signed.signature;
};

/** The signer of a connected wallet, for the account whose first key it is. */
export const ethereumSigner = (provider: EthereumProvider, key: EthereumKey): ClientSigner => ({
  scheme: schemeNumbers.secp256k1,
  publicKey: key.publicKey,
  address: formatAddress(addressOfKey(schemeNumbers.secp256k1, key.publicKey)),
  sign: (_, readable) => signWithEthereum(provider, key, readable),
});

/** The accounts that the person lets this page see, the chosen one first; asking again shows nothing once it was allowed. */
const allowedAccounts = async (provider: EthereumProvider): Promise<string[]> => {
  const accounts: unknown = await provider.request({ method: 'eth_requestAccounts' });
  return (Array.isArray(accounts) ? accounts : [])
    .filter((one): one is string => typeof one === 'string' && /^0x[0-9a-fA-F]{40}$/.test(one))
    .map((one) => one.toLowerCase());
};

const askSignature = async (
  provider: EthereumProvider,
  wallet: string,
  data: TypedData,
): Promise<EthereumSignature> => {
  // The data go as text: wallets that take an object too do not all read it alike.
  const params = [wallet, JSON.stringify(data)];
  const answer = await provider.request({ method: 'eth_signTypedData_v4', params });
  try {
    return readEthereumSignature(typeof answer === 'string' ? answer : '', typedDataDigest(data));
  } catch (cause) {
    throw new WalletMismatch('The wallet did not answer with a signature.', { cause });
  }
};

const mismatch = (wallet: string): WalletMismatch =>
  new WalletMismatch(`The wallet did not sign as ${wallet}, which this key belongs to.`);
