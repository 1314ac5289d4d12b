/** Makes an account: a key on this device, and its first transaction, which sets the name. */
import { client } from '../node.ts';
import type { KeyKind } from '../wallet/keyKind.ts';
import { makeKey, type WalletKey } from '../wallet/keys.ts';
import { actAs, signerOf } from './session.ts';

/** How far the making has come. */
export interface Making {
  readonly key?: WalletKey;
  readonly signed?: boolean;
  /** The name was not signed or not taken; the key is here all the same. */
  readonly failed?: boolean;
}

/** Sets the account's name and resolves when it is in a block. */
export async function signName(
  key: WalletKey,
  name: string,
  onStage: (making: Making) => void,
): Promise<void> {
  onStage({ key });
  const signer = signerOf(key);
  await client.submit(
    'accounts.setProfile',
    { name },
    {
      ...signer,
      sign: async (id, transaction) => {
        const signature = await signer.sign(id, transaction);
        onStage({ key, signed: true });
        return signature;
      },
    },
  );
  actAs(key, name);
}

/** Makes a key of this kind, then signs the name with it. Call it straight from a click. */
export async function createAccount(
  kind: KeyKind,
  name: string,
  onStage: (making: Making) => void,
): Promise<void> {
  onStage({});
  await signName(await makeKey(kind, name), name, onStage);
}
