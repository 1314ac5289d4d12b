/** A chain in memory with named accounts: transitions run through the serial executor, without signatures. */
import type { Access } from '#chain/access.ts';
import { chainParameters } from '#chain/chainState.ts';
import { valueAtHeight } from '#chain/checkpoints.ts';
import { encodeValue } from '#chain/codec.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { valueOfBytes } from '#chain/execution/cellBytes.ts';
import { PlainState, SerialBlock } from '#chain/execution/executeBlock.ts';
import { defaultParameters } from '#chain/genesis.ts';
import { decodeReceipt, type Receipt } from '#chain/receipt.ts';
import { createRegistry, kindOf, parsePayload } from '#chain/registry.ts';
import { prepare } from '#chain/runtime.ts';
import { modules } from '#governance/modules.ts';
import { sha256Hex } from '#hash';

/** The hex address that a name stands for in tests. */
export const named = (name: string): string => sha256Hex(utf8(`test account ${name}`));
/** The same in bech32m. */
export const textOf = (name: string): string => formatAddress(named(name));

const genesisTime = 1_700_000_000_000;

/** Blocks one after another; time moves by a millisecond a block unless told. */
export class DevChain {
  readonly registry = createRegistry(modules);
  readonly state = new PlainState();
  readonly facts = {
    chainId: 'dev-0000000000000000',
    genesisTime,
    parameters: { ...defaultParameters, unbondingMinMs: 1_000 },
    rpIds: ['localhost'],
  };
  height = 0;
  time = genesisTime;
  private sent = 0;

  constructor() {
    const { collection, key } = chainParameters.read();
    const value = { unbondingMinMs: this.facts.parameters.unbondingMinMs };
    this.state.apply([{ key, value: encodeValue(collection.codec, value) }]);
  }

  /** Lets header time pass. */
  advance(ms: number): void {
    this.time += ms;
  }

  /** Sends transactions in one block; payloads in JSON form; a sender is a name or a hex address. */
  block(sends: readonly (readonly [sender: string, kind: string, payload: unknown])[]): Receipt[] {
    this.height++;
    this.time++;
    const block = new SerialBlock(this.state, this.facts, { height: this.height, time: this.time });
    const results = sends.map(([sender, kind, payload], index) => {
      const account = /^[0-9a-f]{64}$/.test(sender) ? sender : named(sender);
      const request = {
        kind: kindOf(this.registry, kind),
        sender: account,
        payload: parsePayload(this.registry, kind, payload),
        id: sha256Hex(utf8(`test transaction ${++this.sent}`)),
        key: { scheme: 0, publicKey: sha256Hex(utf8(`key of ${account}`)) },
      };
      return block.run(prepare(this.registry, request), index);
    });
    this.state.apply(block.writes());
    return results.map(({ receipt }) => decodeReceipt(this.registry, receipt));
  }

  /** Sends one transaction in a block of its own. */
  send(sender: string, kind: string, payload: unknown): Receipt {
    const [receipt] = this.block([[sender, kind, payload]]);
    if (receipt === undefined) throw new Error('A transaction has a receipt.');
    return receipt;
  }

  /** The same, which must be applied. */
  apply(sender: string, kind: string, payload: unknown): Receipt {
    const receipt = this.send(sender, kind, payload);
    if (receipt.status !== 'applied') throw new Error(`${kind} was ${receipt.status}: ${receipt.code}`);
    return receipt;
  }

  get = <V>(access: Access<'read', V> | Access<'past', V>): V =>
    (access.mode === 'past'
      ? valueAtHeight(access.collection, access.key, access.height, this.height + 1, this.state.read)
      : valueOfBytes(access.collection, this.state.read(access.key))) as V;

  /** Runs a query of a module with its parameters in memory form. */
  query<R>(module: string, name: string, params: unknown): R {
    const found = this.registry.modules.find((one) => one.name === module)?.queries[name];
    if (found === undefined) throw new Error(`There is no query ${module}.${name}.`);
    const { get, height, time } = this;
    return found.read({ get, height, time, genesisTime }, params) as R;
  }
}
