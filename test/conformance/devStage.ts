/** The stage in memory: every transaction in a block of its own through the serial executor, without signatures. */
import type { Access } from '#chain/access.ts';
import { daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { SerialBlock } from '#chain/execution/executeBlock.ts';
import { decodeReceipt, type EmittedEvent, type Receipt } from '#chain/receipt.ts';
import { createRegistry, kindOf, parsePayload } from '#chain/registry.ts';
import { prepare } from '#chain/runtime.ts';
import { sha256Hex } from '#hash';
import { modules } from '#test/guide/modules.ts';
import { DevChain, named } from '#test/support/devChain.ts';
import type { Stage } from './stage.ts';

const registry = createRegistry(modules);

/** The development chain with the guide's module. */
export class GuideChain extends DevChain {
  override readonly registry = registry;
}

/** What came of a transaction: `applied`, or the code of its rejection or refusal. */
export interface Sent {
  readonly code: string;
  readonly receipt?: Receipt;
}

export class DevStage implements Stage {
  readonly registry = registry;
  readonly chain: GuideChain;
  readonly genesisTime: number;
  /** Every event that any transaction emitted, in their order. */
  readonly events: EmittedEvent[] = [];
  private readonly daos = new Map<string, string>();
  /** The id of the DAO that was named last. */
  dao = '';

  /** Several stages may play on one chain, each with DAOs of its own names. */
  constructor(chain = new GuideChain()) {
    this.chain = chain;
    this.genesisTime = chain.facts.genesisTime;
  }

  account(name: string): string {
    return this.daos.get(name) ?? named(name);
  }
  address(name: string): string {
    return formatAddress(this.account(name));
  }
  keyOf(name: string) {
    return { scheme: 0, publicKey: sha256Hex(utf8(`key of ${named(name)}`)) };
  }
  /** Whether a name stands for a DAO, which acts by its proposals alone. */
  isDao(name: string): boolean {
    return this.daos.has(name);
  }
  nameDao(name: string, dao: string): void {
    this.daos.set(name, daoAddress(dao));
    this.dao = dao;
  }

  /** Sends a transaction, whatever comes of it. */
  send(sender: string, kind: string, payload: unknown): Sent {
    try {
      const account = this.daos.get(sender);
      const receipt =
        account === undefined
          ? this.chain.send(sender, kind, payload)
          : this.sendAsDao(account, kind, payload);
      this.events.push(...receipt.events);
      return { code: receipt.status === 'applied' ? 'applied' : receipt.code, receipt };
    } catch (error) {
      if (error instanceof Invalid) return { code: error.code };
      throw error;
    }
  }
  /** A DAO has no key: its transactions are actions, which carry none. */
  private sendAsDao(sender: string, kind: string, json: unknown): Receipt {
    const { chain } = this;
    chain.height++;
    chain.time++;
    const block = new SerialBlock(chain.state, chain.facts, { height: chain.height, time: chain.time });
    const id = sha256Hex(utf8(`test transaction of a DAO in block ${chain.height}`));
    const payload = parsePayload(registry, kind, json);
    const request = { kind: kindOf(registry, kind), sender, payload, id };
    const result = block.run(prepare(registry, request), 0);
    chain.state.apply(block.writes());
    return decodeReceipt(registry, result.receipt);
  }

  async apply(sender: string, kind: string, payload: unknown): Promise<string> {
    const { code, receipt } = this.send(sender, kind, payload);
    if (code !== 'applied' || receipt === undefined) throw new Error(`${kind} of ${sender} got ${code}.`);
    return receipt.id;
  }
  async get<V>(access: Access<'read', V> | Access<'past', V>): Promise<V> {
    return this.chain.get(access);
  }
  async now() {
    const { height, time } = this.chain;
    return { height, time };
  }
  async pass(ms: number): Promise<void> {
    this.chain.advance(ms);
  }
  async nextBlockAt(timeMs: number): Promise<void> {
    if (timeMs <= this.chain.time) throw new RangeError('Header time only grows.');
    this.chain.time = timeMs - 1;
  }
}
