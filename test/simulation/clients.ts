/** Clients: they sign, send to some replica through the network, ask again until they have a receipt, and hold what was acknowledged against the chain. */
import { Invalid } from '#chain/errors.ts';
import type { Registry } from '#chain/registry.ts';
import { parsePayload } from '#chain/registry.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { type Chance, keyOfSeed, signDraft, type TestKey } from '../support/arenaHistory.ts';
import { accountOf } from '../support/coinChain.ts';
import { type Network, outside } from './network.ts';
import type { Oracle } from './oracle.ts';
import type { Replica } from './replica.ts';
import { chanceOf, Violation, type World } from './world.ts';

/** What a client learned about its transaction. */
export interface Answer {
  readonly status: string;
  readonly code: string;
  readonly height: number;
}
type Reply = Answer | { readonly refused: string };

/** How long a transaction is good for at the least and the most: some outlast most faults, some end before they are in a block. */
const validForMs = { least: 1_500, most: 45_000 };
const patienceMs = 3_000;
/** Longer than any run, so that only the end of a node ends the wait. */
const waitMs = 1_000_000_000;

/** After its time has passed, a transaction may still be in a block that is under way for so long. */
const blockLateMs = 30_000;

/** A signed transaction on its way. */
interface Sent {
  readonly id: string;
  readonly wire: Uint8Array;
  readonly sender: string;
  readonly nonce: number;
  readonly validUntil: number;
}
interface Account {
  readonly key: TestKey;
  /** One transaction after another. */
  last: Promise<unknown>;
}

export class Clients {
  readonly acknowledged = new Map<string, Answer>();
  /** What is on its way, for whoever looks at a run that does not come to rest. */
  readonly waiting = new Set<string>();
  readonly counts = { sent: 0, acknowledged: 0, refused: 0, expired: 0 };
  private readonly accounts = new Map<string, Account>();
  private readonly chance: Chance;
  private readonly parts: {
    readonly world: World;
    readonly network: Network;
    readonly replicas: readonly Replica[];
    readonly oracle: Oracle;
    readonly registry: Registry;
  };

  constructor(seed: number, parts: Clients['parts']) {
    this.parts = parts;
    this.chance = chanceOf(seed, 'clients');
  }

  /** Hex address of a name. */
  address(name: string): string {
    return this.account(name).key.address;
  }
  publicKey(name: string): string {
    return this.account(name).key.publicKey;
  }
  private account(name: string): Account {
    let found = this.accounts.get(name);
    if (found === undefined) {
      found = { key: keyOfSeed(accountOf(name).secret), last: Promise.resolve() };
      this.accounts.set(name, found);
    }
    return found;
  }

  /** Sends a transaction and answers what came of it, with its id; the transactions of one account go one by one. */
  send(name: string, kind: string, json: unknown): Promise<Answer & { readonly id: string }> {
    const account = this.account(name);
    const sending = account.last.then(async () => {
      const words = `${kind} of ${name}`;
      this.waiting.add(words);
      return this.sendNow(account, kind, json).finally(() => this.waiting.delete(words));
    });
    account.last = sending.catch(() => undefined);
    return sending;
  }

  /** Sends two transactions of one account at once, so that they may share a block; what expires is not sent again. */
  sendTwo(name: string, kind: string, jsons: readonly [unknown, unknown]): Promise<unknown> {
    const account = this.account(name);
    const sending = account.last.then(() => {
      const next = this.nonceOf(account);
      return Promise.all(
        jsons.map((json, place) => this.insist(this.sign(account, kind, json, next + place))),
      );
    });
    account.last = sending.catch(() => undefined);
    return sending;
  }

  private nonceOf({ key }: Account): number {
    return this.parts.oracle.value<number>('chain.nonces', key.address) ?? 0;
  }
  private sign({ key }: Account, kind: string, json: unknown, nonce: number): Sent {
    const { world, registry, oracle } = this.parts;
    const payload = parsePayload(registry, kind, json);
    const validUntil = world.now + validForMs.least + this.chance.below(validForMs.most);
    const { chainId } = oracle.facts;
    const sender = key.address;
    const wire = signDraft(registry, { kind, payload, sender, key, nonce, validUntil, chainId });
    this.counts.sent++;
    return { id: decodeTransaction(registry, wire).id, wire, nonce, validUntil, sender };
  }
  private async sendNow(account: Account, kind: string, json: unknown) {
    for (;;) {
      const sent = this.sign(account, kind, json, this.nonceOf(account));
      const answer = await this.insist(sent);
      if (answer !== undefined) return { ...answer, id: sent.id };
      this.counts.expired++;
    }
  }

  /** Asks one replica after another until there is a receipt; undefined once the transaction can never be in a block. */
  private async insist(sent: Sent): Promise<Answer | undefined> {
    const { world, oracle, replicas } = this.parts;
    for (;;) {
      const reply = await this.ask(this.chance.pick(replicas), sent);
      if (reply !== undefined && !('refused' in reply)) {
        this.note(sent.id, reply);
        return reply;
      }
      if (reply !== undefined) {
        this.counts.refused++;
        if (!mayPass.has(reply.refused))
          throw new Violation(`A sound transaction of ${sent.sender} was refused: ${reply.refused}.`);
      }
      if (!oracle.places.has(sent.id) && this.isPast(sent)) return undefined;
      await world.sleep(1 + this.chance.below(300));
    }
  }
  private isPast({ sender, nonce, validUntil }: Sent): boolean {
    const { world, oracle } = this.parts;
    // A block that is under way may have a header time of its own clock.
    const used = (oracle.value<number>('chain.nonces', sender) ?? 0) > nonce;
    return used || oracle.time > validUntil || world.now > validUntil + blockLateMs;
  }

  /** One request and its answer, either of which may be lost; undefined when the client's patience ends. */
  private ask(replica: Replica, sent: Sent): Promise<Reply | undefined> {
    const { world, network } = this.parts;
    return new Promise((resolve) => {
      const giveUp = world.after(patienceMs, () => resolve(undefined));
      network.send(outside, replica.number, () => {
        if (replica.mayDie()) return;
        void this.serve(replica, sent).then((reply) => {
          if (reply === undefined) return;
          network.send(replica.number, outside, () => {
            giveUp();
            resolve(reply);
          });
        });
      });
    });
  }
  /** What the API does with a request: submits, and waits for the receipt. */
  private async serve(replica: Replica, { id, wire }: Sent): Promise<Reply | undefined> {
    const { node } = replica;
    if (node === undefined) return undefined;
    try {
      try {
        await node.submit(wire);
      } catch (error) {
        if (!(error instanceof Invalid) || error.code !== 'chain.alreadyKnown') throw error;
      }
      const located = await node.waitFor(id, waitMs);
      if (located === undefined || replica.node !== node) return undefined;
      const { status, height, receipt } = located;
      return { status, height, code: receipt.code };
    } catch (error) {
      // What a process says that is gone reaches nobody.
      if (replica.node !== node) return undefined;
      if (error instanceof Invalid) return { refused: error.code };
      this.parts.world.fail(error);
      return undefined;
    }
  }

  /** Keeps what was acknowledged; two answers about one transaction are the same. */
  private note(id: string, answer: Answer): void {
    const { world, oracle } = this.parts;
    this.counts.acknowledged++;
    world.note(`receipt ${id.slice(0, 8)} ${answer.status} ${answer.code} ${answer.height}`);
    this.acknowledged.set(id, answer);
    const place = oracle.places.get(id);
    world.expect(
      place?.height === answer.height && place.status === answer.status && place.code === answer.code,
      () =>
        `${id} was acknowledged as ${JSON.stringify(answer)}, and the chain says ${JSON.stringify(place)}.`,
    );
  }
}

/** Refusals that only say that this replica is behind, ahead or full. */
const mayPass: ReadonlySet<string> = new Set([
  'chain.nonceUsed',
  'chain.nonceTooFar',
  'chain.expired',
  'chain.validTooLong',
  'chain.stopping',
  'chain.mempoolFull',
  'chain.accountQueueFull',
]);
