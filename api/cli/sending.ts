/** What a command that sends for a key works with. */
import type { Client } from '../client/client.ts';
import type { ClientSigner } from '../client/submitter.ts';
import { type CliEnvironment, type CommonOptions, clientOf, homeOf } from './cliContext.ts';
import { signerOfKey } from './keyStore.ts';
import { pinChain } from './trustedChains.ts';

export interface KeyOptions extends CommonOptions {
  readonly key: string;
}
export interface Sending {
  readonly client: Client;
  readonly home: string;
  readonly signer: ClientSigner;
}

/** Opens the key, and only then asks the node; throws what `signerOfKey` and `pinChain` throw, before anything is sent. */
export const sendingOf = async (environment: CliEnvironment, options: KeyOptions): Promise<Sending> => {
  const client = clientOf(environment, options);
  const home = homeOf(environment);
  const signer = signerOfKey(home, options.key);
  await pinChain(home, client);
  return { client, home, signer };
};
