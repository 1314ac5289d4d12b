/** Clients of a network under faults: each pays an account of its own a unit at a time, at whichever validator answers. */
import { randomBytes } from 'node:crypto';
import { type Client, createClient } from '#api/client/client.ts';
import { ed25519Signer } from '#api/client/submitter.ts';
import type { LocalKey } from '#api/localKeys.ts';
import { toHex } from '#chain/crypto/bytes.ts';

const clientsCount = 4;
/** What each client begins with, in the token's smallest unit. */
const purse = '1000000';
/** Rests between two payments, so that the network has work all the time and the machine some rest. */
const restMs = 30;

export interface Clients {
  readonly acknowledged: number;
  /** Sent, and no answer came: they may have taken effect or not. */
  readonly unanswered: number;
  stop(): Promise<void>;
  /** Throws where a validator lacks an acknowledged payment, or counts more of them than were sent. */
  check(url: string): Promise<void>;
}

interface Payer {
  /** Where its payments go; nothing else does. */
  readonly to: string;
  readonly acknowledged: string[];
  unanswered: number;
}

export const startClients = async (urls: readonly string[], founder: LocalKey): Promise<Clients> => {
  const clients = urls.map((url) => createClient({ url }));
  const [first] = clients as [Client, ...Client[]];
  const { items } = await first.list.daos.daos({ limit: 1 });
  const dao = items[0]?.dao ?? '';
  const ada = ed25519Signer(toHex(founder.secret));
  const signers = Array.from({ length: clientsCount }, () => ed25519Signer(toHex(randomBytes(32))));
  for (const { address } of signers)
    await first.submit('tokens.transfer', { token: dao, account: address, amount: purse }, ada);
  let stopped = false;
  const payers = signers.map(
    (): Payer => ({ to: ed25519Signer(toHex(randomBytes(32))).address, acknowledged: [], unanswered: 0 }),
  );
  const running = signers.map(async (signer, i) => {
    const payer = payers[i] as Payer;
    for (let turn = i; !stopped; turn++) {
      const client = clients[turn % clients.length] as Client;
      try {
        const payload = { token: dao, account: payer.to, amount: '1' };
        const { id } = await client.submit('tokens.transfer', payload, signer);
        payer.acknowledged.push(id);
      } catch {
        payer.unanswered++;
      }
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  });
  const sum = (count: (payer: Payer) => number): number =>
    payers.reduce((total, one) => total + count(one), 0);
  return {
    get acknowledged() {
      return sum((one) => one.acknowledged.length);
    },
    get unanswered() {
      return sum((one) => one.unanswered);
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
    async check(url) {
      const client = createClient({ url });
      for (const { to, acknowledged, unanswered } of payers) {
        for (const id of acknowledged) {
          const { status } = await client.transaction(id);
          if (status !== 'applied') throw new Error(`${url} says that the acknowledged ${id} is ${status}.`);
        }
        const { free } = await client.query.tokens.getBalance({ token: dao, account: to });
        const arrived = Number(free);
        if (arrived < acknowledged.length || arrived > acknowledged.length + unanswered)
          throw new Error(
            `At ${url} ${arrived} payments arrived; ${acknowledged.length} were acknowledged and ${unanswered} not answered.`,
          );
      }
    },
  };
};
