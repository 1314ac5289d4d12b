/** Secp256k1 keys through REST: accounts by secret and by wallet, and every signature that must not pass. */
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import type { ReadableTransaction } from '#chain/crypto/eip712.ts';
import { type ApiChain, daoId, secretOf, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { softEthereum } from '#test/support/softEthereum.ts';
import { createClient } from './client.ts';
import { connectEthereum, ethereumSigner, WalletMismatch } from './ethereumWallet.ts';
import { type ClientSigner, secp256k1Signer } from './submitter.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const ada = signerNamed('ada');
const eve = secp256k1Signer(secretOf('eve'));

const transfer = (to: string, amount: string) => ({ token: daoId, account: to, amount });
const freeOf = async (account: string): Promise<string> =>
  (await chain.client.query.tokens.getBalance({ token: daoId, account })).free;

describe('an account with a secp256k1 key', () => {
  it('is made by its first transaction, receives and transfers', async () => {
    const named = await chain.client.submit('accounts.setProfile', { name: 'Eve' }, eve);
    expect(named.status).toBe('applied');
    await chain.client.submit('tokens.transfer', transfer(eve.address, '500'), ada);
    const sent = await chain.client.submit('tokens.transfer', transfer(ada.address, '120'), eve);
    expect(sent.status).toBe('applied');
    expect(await freeOf(eve.address)).toBe('380');
    const { scheme, publicKey } = await chain.client.transaction(sent.id);
    expect([scheme, publicKey]).toEqual([1, eve.publicKey]);
  });

  it('may be one key of several, added by another', async () => {
    const second = secp256k1Signer(secretOf('second key of ben'));
    const ben = signerNamed('ben');
    await chain.client.submit('accounts.addKey', { scheme: 1, publicKey: second.publicKey }, ben);
    const receipt = await chain.client.submit(
      'accounts.setProfile',
      { name: 'Ben' },
      { ...second, address: ben.address },
    );
    expect(receipt.status).toBe('applied');
  });
});

describe('refused is', () => {
  const refusalOf = async (signer: ClientSigner): Promise<unknown> =>
    chain.client.submit('accounts.setProfile', { name: 'Mallory' }, signer).then(
      () => 'applied',
      (error: { code: string }) => error.code,
    );
  /** Eve's signer, with the transaction changed before or the signature changed after. */
  const signing = (
    before: (transaction: ReadableTransaction) => ReadableTransaction,
    after: (signature: string) => string = (signature) => signature,
  ): ClientSigner => ({
    ...eve,
    sign: async (id, one) => after(String(await eve.sign(id, 'kind' in one ? before(one) : one))),
  });
  const same = (transaction: ReadableTransaction): ReadableTransaction => transaction;
  const highS = (signature: string): string => {
    const { r, s } = secp256k1.Signature.fromBytes(fromHex(signature), 'compact');
    return toHex(new secp256k1.Signature(r, secp256k1.Point.Fn.neg(s)).toBytes('compact'));
  };

  it.each<[string, string, ClientSigner]>([
    ['high s', 'chain.badSignature', signing(same, highS)],
    ['65 bytes with v', 'chain.malformed', signing(same, (signature) => `${signature}1b`)],
    ['63 bytes', 'chain.malformed', signing(same, (signature) => signature.slice(2))],
    ['another payload', 'chain.badSignature', signing((one) => ({ ...one, payload: '{"name":"Eve"}' }))],
    ['another chain', 'chain.badSignature', signing((one) => ({ ...one, chainId: 'elsewhere' }))],
    ['another nonce', 'chain.badSignature', signing((one) => ({ ...one, nonce: one.nonce + 1 }))],
    ['another id', 'chain.badSignature', signing((one) => ({ ...one, id: '00'.repeat(32) }))],
    [
      'the bare id',
      'chain.badSignature',
      {
        ...eve,
        sign: async (id) => toHex(secp256k1.sign(id, fromHex(secretOf('eve')), { prehash: false })),
      },
    ],
    ['another key', 'chain.badSignature', { ...eve, publicKey: secp256k1Signer(secretOf('zoe')).publicKey }],
    ['a key of nobody', 'chain.badSignature', { ...eve, publicKey: `02${'ff'.repeat(32)}` }],
    [
      'a key of another account',
      'chain.wrongKey',
      { ...secp256k1Signer(secretOf('zoe')), address: eve.address },
    ],
  ])('%s, with %s', async (_, code, signer) => {
    expect(await refusalOf(signer)).toBe(code);
  });

  it('a transaction that was signed and sent to another chain', async () => {
    const other = await startApiChain({ testClock: false });
    try {
      let wire: Uint8Array | undefined;
      const response = await other.app.request(`/v1/accounts/${eve.address}/nonce`);
      expect(response.status).toBe(200);
      const listening = createClient({
        url: 'http://test',
        fetch: async (input, init) => {
          if (init?.method === 'POST' && init.body instanceof Uint8Array) wire = init.body;
          return other.app.request(input, init);
        },
      });
      await listening.submit('accounts.setProfile', { name: 'Eve' }, eve);
      expect(wire).toBeInstanceOf(Uint8Array);
      const again = await chain.app.request('/v1/transactions', {
        method: 'POST',
        headers: { 'content-type': 'application/cbor' },
        body: wire as Uint8Array<ArrayBuffer>,
      });
      expect(((await again.json()) as { code: string }).code).toBe('chain.wrongChain');
    } finally {
      await other.stop();
    }
  });
});

describe('an Ethereum wallet', () => {
  it('tells its key by one signature, then signs what it shows', async () => {
    const wallet = softEthereum(secretOf('fay'));
    const key = await connectEthereum(wallet);
    expect(key).toEqual({ publicKey: wallet.publicKey, wallet: wallet.wallet });
    const signer = ethereumSigner(wallet, key);
    expect(signer.address).toBe(secp256k1Signer(secretOf('fay')).address);
    const receipt = await chain.client.submit('accounts.setProfile', { name: 'Fay' }, signer);
    expect(receipt.status).toBe('applied');
    expect(wallet.shown.map(({ primaryType }) => primaryType)).toEqual(['Connect', 'Transaction']);
    expect(wallet.shown[1]?.message).toMatchObject({
      kind: 'accounts.setProfile',
      sender: signer.address,
      nonce: '0',
      payload: '{"name":"Fay"}',
      id: `0x${receipt.id}`,
    });
  });

  it('may answer with high s, which is made low', async () => {
    const wallet = softEthereum(secretOf('gus'));
    wallet.answersHigh = true;
    const signer = ethereumSigner(wallet, await connectEthereum(wallet));
    expect((await chain.client.submit('accounts.setProfile', { name: 'Gus' }, signer)).status).toBe(
      'applied',
    );
  });

  it('is not believed when another account signs', async () => {
    const wallet = softEthereum(secretOf('hal'));
    const key = await connectEthereum(wallet);
    wallet.signsWith = secretOf('ivy');
    await expect(connectEthereum(wallet)).rejects.toThrow(WalletMismatch);
    const sent = chain.client.submit('accounts.setProfile', { name: 'Hal' }, ethereumSigner(wallet, key));
    await expect(sent).rejects.toThrow(`did not sign as ${wallet.wallet}`);
  });

  it('is told apart from one that holds another account, and from one without any', async () => {
    const key = await connectEthereum(softEthereum(secretOf('hal')));
    const other = ethereumSigner(softEthereum(secretOf('ivy')), key);
    await expect(chain.client.submit('accounts.setProfile', { name: 'x' }, other)).rejects.toThrow(
      WalletMismatch,
    );
    await expect(connectEthereum({ request: async () => [] })).rejects.toThrow('named no account');
    await expect(connectEthereum({ request: async () => ['0x12'] })).rejects.toThrow('named no account');
    const silent = softEthereum(secretOf('jan'));
    const mute = {
      request: async (asked: { readonly method: string }) =>
        asked.method === 'eth_requestAccounts' ? [silent.wallet] : null,
    };
    await expect(connectEthereum(mute)).rejects.toThrow('did not answer with a signature');
  });

  it('passes on that the person refused', async () => {
    const wallet = softEthereum(secretOf('kim'));
    wallet.refuses = true;
    await expect(connectEthereum(wallet)).rejects.toMatchObject({ code: 4001 });
  });
});
