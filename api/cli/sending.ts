/** What a command that sends for a key works with. */
import type { Client } from '../client/client.ts';
import type { ClientSigner } from '../client/submitter.ts';
import type { VotingKey } from '../client/votingKeys.ts';
import { type CliEnvironment, type CommonOptions, clientOf, homeOf } from './cliContext.ts';
import { openedKey } from './keyStore.ts';
import { pinChain } from './trustedChains.ts';

export interface KeyOptions extends CommonOptions {
  readonly key: string;
}
export interface Sending {
  readonly client: Client;
  readonly home: string;
  readonly signer: ClientSigner;
  readonly votingKey: () => VotingKey;
}

/** Opens the key, and only then asks the node; throws what `openedKey` and `pinChain` throw, before anything is sent. */
export const sendingOf = async (environment: CliEnvironment, options: KeyOptions): Promise<Sending> => {
  const client = clientOf(environment, options);
  const home = homeOf(environment);
  const opened = await openedKey(environment, options.key);
  await pinChain(home, client);
  return { client, home, ...opened };
};
