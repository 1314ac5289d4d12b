/** The development chain with real signed transactions, which keeps its blocks so that others can execute them again. */
import { accountKeys } from '#chain/chainState.ts';
import { encodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { executeBlock } from '#chain/execution/executeBlock.ts';
import type { WireBlock } from '#chain/execution/executor.ts';
import { decodeReceipt, type Receipt } from '#chain/receipt.ts';
import { parsePayload } from '#chain/registry.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { signDraft, type TestKey, testKey } from './arenaHistory.ts';
import { DevChain, named } from './devChain.ts';

/** Accounts exist for the given names; each block is one transaction, executed by the serial executor. */
export class SignedDevChain extends DevChain {
  /** Cells before the first block. */
  readonly opening: readonly { readonly key: Uint8Array; readonly value: Uint8Array }[];
  readonly blocks: WireBlock[] = [];
  readonly stateRoots: string[] = [];
  private readonly keys = new Map<string, TestKey>();
  private readonly nonces = new Map<string, number>();

  constructor(names: readonly string[]) {
    super();
    for (const [number, name] of names.entries()) {
      const key = testKey(number);
      this.keys.set(named(name), key);
      const access = accountKeys.read(named(name));
      const value = { keys: [{ scheme: 0, publicKey: key.publicKey }] };
      this.state.apply([{ key: access.key, value: encodeValue(access.collection.codec, value) }]);
    }
    this.opening = [...this.state.cells].map(([text, value]) => ({ key: fromHex(text), value }));
  }

  override send(sender: string, kind: string, payload: unknown): Receipt {
    this.height++;
    this.time++;
    const account = named(sender);
    const key = this.keys.get(account);
    if (key === undefined) throw new Error(`There is no key for ${sender}.`);
    const nonce = this.nonces.get(account) ?? 0;
    this.nonces.set(account, nonce + 1);
    const { registry, facts, height, time } = this;
    const wire = signDraft(registry, {
      kind,
      payload: parsePayload(registry, kind, payload),
      sender: account,
      key,
      nonce,
      validUntil: Number.MAX_SAFE_INTEGER,
      chainId: facts.chainId,
    });
    const transactions = [decodeTransaction(registry, wire)];
    const { results, stateRoot } = executeBlock(registry, facts, this.state, { height, time, transactions });
    this.blocks.push({ height, time, wires: [wire] });
    this.stateRoots.push(stateRoot);
    const [result] = results;
    if (result === undefined) throw new Error('A block of one transaction has no result.');
    return decodeReceipt(registry, result.receipt);
  }
}
