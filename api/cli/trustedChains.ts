/** Genesis hashes that a person trusts, by chain id: pinned at first contact, never changed by a node. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Client } from '../client/client.ts';
import { cliError } from './cliError.ts';

const pins = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));
const pathOf = (home: string): string => join(home, 'chains.json');

const readPins = (home: string): Record<string, string> => {
  const path = pathOf(home);
  if (!existsSync(path)) return {};
  try {
    return pins.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw cliError('cli.badJson', path);
  }
};

/** The hash that is trusted for a chain, if any. */
export const trustedGenesis = (home: string, chainId: string): string | undefined => {
  const all = readPins(home);
  return Object.hasOwn(all, chainId) ? all[chainId] : undefined;
};

/** Pins the genesis of the node's chain at first contact; throws `cli.otherGenesis` where it changed since. */
export const pinChain = async (home: string, client: Client): Promise<void> => {
  const { chainId, genesisHash } = await client.status();
  const trusted = trustedGenesis(home, chainId);
  if (trusted === genesisHash) return;
  if (trusted !== undefined)
    throw cliError('cli.otherGenesis', `${chainId}: ${trusted} is trusted, ${genesisHash} is served.`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const all = { ...readPins(home), [chainId]: genesisHash };
  writeFileSync(pathOf(home), `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
};
