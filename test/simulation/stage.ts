/** The stage of the conformance steps on a simulated chain: named accounts send through clients that retry, and read agreed state. */
import type { Access } from '#chain/access.ts';
import { valueAtHeight } from '#chain/checkpoints.ts';
import { daoAddress, formatAddress } from '#chain/crypto/address.ts';
import { valueOfBytes } from '#chain/execution/cellBytes.ts';
import type { Stage } from '../conformance/stage.ts';
import type { Clients } from './clients.ts';
import type { Oracle } from './oracle.ts';
import type { World } from './world.ts';

/** A transaction of a step was not applied; scripts end there, and that is no fault of the chain. */
export class NotApplied extends Error {
  override name = 'NotApplied';
  readonly code: string;
  constructor(kind: string, code: string) {
    super(`${kind} got ${code}.`);
    this.code = code;
  }
}

export class SimulatedStage implements Stage {
  readonly registry;
  readonly genesisTime: number;
  private readonly daos = new Map<string, string>();
  private readonly parts: { readonly world: World; readonly clients: Clients; readonly oracle: Oracle };

  constructor(parts: SimulatedStage['parts']) {
    this.parts = parts;
    this.registry = parts.oracle.registry;
    this.genesisTime = parts.oracle.facts.genesisTime;
  }

  account(name: string): string {
    return this.daos.get(name) ?? this.parts.clients.address(name);
  }
  address(name: string): string {
    return formatAddress(this.account(name));
  }
  keyOf(name: string) {
    return { scheme: 0, publicKey: this.parts.clients.publicKey(name) };
  }
  nameDao(name: string, dao: string): void {
    this.daos.set(name, daoAddress(dao));
  }

  /** Sends, whatever comes of it; answers `applied` or the code. */
  async send(sender: string, kind: string, payload: unknown): Promise<string> {
    const { status, code } = await this.parts.clients.send(sender, kind, payload);
    return status === 'applied' ? status : code;
  }
  /** Sends two at once, whatever comes of them. */
  async sendTwo(sender: string, kind: string, payloads: readonly [unknown, unknown]): Promise<void> {
    await this.parts.clients.sendTwo(sender, kind, payloads);
  }
  async apply(sender: string, kind: string, payload: unknown): Promise<string> {
    const { status, code, id } = await this.parts.clients.send(sender, kind, payload);
    if (status !== 'applied') throw new NotApplied(kind, code);
    return id;
  }
  async get<V>(access: Access<'read', V> | Access<'past', V>): Promise<V> {
    const { oracle } = this.parts;
    const { collection, key } = access;
    return (
      access.mode === 'past'
        ? valueAtHeight(collection, key, access.height, oracle.height + 1, oracle.state.read)
        : valueOfBytes(collection, oracle.state.read(key))
    ) as V;
  }
  async now() {
    const { height, time } = this.parts.oracle;
    return { height, time };
  }
  pass(ms: number): Promise<void> {
    return this.parts.world.sleep(ms);
  }
  nextBlockAt(timeMs: number): Promise<void> {
    return this.pass(Math.max(0, timeMs - this.parts.oracle.time));
  }
}
