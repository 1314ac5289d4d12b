/** An Ethereum wallet in software that answers as an injected one does (EIP-1193), for tests. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { EthereumProvider } from '#api/client/ethereumWallet.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { type TypedData, typedDataDigest } from '#chain/crypto/eip712.ts';
import { ethereumAddressOf } from '#chain/crypto/signSecp256k1.ts';

/** What the person did with the last question; a test sets it before the next one. */
export interface SoftEthereum extends EthereumProvider {
  /** The address as the wallet writes it. */
  readonly wallet: string;
  readonly publicKey: string;
  /** The typed data that were shown, oldest first. */
  readonly shown: TypedData[];
  /** The person refuses every question. */
  refuses: boolean;
  /** Signatures come with high s. */
  answersHigh: boolean;
  /** Another secret signs in place of the one asked for. */
  signsWith: string | undefined;
}

/** Returns the wallet of one secret of 64 hex digits. */
export const softEthereum = (secretHex: string): SoftEthereum => {
  const publicKey = toHex(secp256k1.getPublicKey(fromHex(secretHex), true));
  const wallet = ethereumAddressOf(publicKey);
  const sign = (digest: Uint8Array): string => {
    const secret = fromHex(self.signsWith ?? secretHex);
    const recovered = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' });
    const { r, s } = secp256k1.Signature.fromBytes(recovered, 'recovered');
    const v = recovered[0] ?? 0;
    const compact = self.answersHigh
      ? new secp256k1.Signature(r, secp256k1.Point.Fn.neg(s)).toBytes('compact')
      : recovered.subarray(1);
    return `0x${toHex(compact)}${(27 + (self.answersHigh ? 1 - v : v)).toString(16)}`;
  };
  const self: SoftEthereum = {
    wallet,
    publicKey,
    shown: [],
    refuses: false,
    answersHigh: false,
    signsWith: undefined,
    async request({ method, params = [] }) {
      if (self.refuses) throw Object.assign(new Error('User rejected the request.'), { code: 4001 });
      if (method === 'eth_requestAccounts') return [wallet];
      if (method !== 'eth_signTypedData_v4' || params[0] !== wallet)
        throw Object.assign(new Error('Unauthorized.'), { code: 4100 });
      const data = JSON.parse(String(params[1])) as TypedData;
      self.shown.push(data);
      return sign(typedDataDigest(data));
    },
  };
  return self;
};
