/** Histories over all modules of the product: the transactions of the conformance cases, regrouped into fuller blocks by seed. */
import { accountKeys } from '#chain/chainState.ts';
import { encodeValue } from '#chain/codec.ts';
import { fromHex, utf8 } from '#chain/crypto/bytes.ts';
import { Invalid } from '#chain/errors.ts';
import { executeBlock } from '#chain/execution/executeBlock.ts';
import type { WireBlock } from '#chain/execution/executor.ts';
import { decodeReceipt } from '#chain/receipt.ts';
import { parsePayload } from '#chain/registry.ts';
import { decodeTransaction } from '#chain/transaction.ts';
import { sha256 } from '#hash';
import { cases } from '../conformance/cases.ts';
import { DevStage, type Sent } from '../conformance/devStage.ts';
import { Chance, keyOfSeed, signDraft, type TestKey } from '../support/arenaHistory.ts';
import { named } from '../support/devChain.ts';
import type { History } from './history.ts';

type Cells = History['cells'];
/** Signed transactions one after another, and the cells before them. */
interface Run {
  cells: Cells;
  readonly sent: { readonly time: number; readonly wire: Uint8Array }[];
}

/**
 * A stage whose named accounts sign. What a DAO does without a key, and steps that only time makes, end a run: the
 * next one begins with the cells that they left.
 */
class RecordingStage extends DevStage {
  readonly runs: Run[] = [];
  private run: Run | undefined;
  private readonly keys = new Map<string, TestKey>();
  private readonly nonces = new Map<string, number>();

  override keyOf(name: string) {
    return { scheme: 0, publicKey: this.key(name).publicKey };
  }
  private key(name: string): TestKey {
    let key = this.keys.get(name);
    if (key === undefined) {
      key = keyOfSeed(sha256(utf8(`exactness ${name}`)));
      this.keys.set(name, key);
    }
    return key;
  }

  override send(sender: string, kind: string, json: unknown): Sent {
    if (this.account(sender) !== named(sender)) {
      this.run = undefined;
      return super.send(sender, kind, json);
    }
    const { chain, registry } = this;
    const account = named(sender);
    const key = this.key(sender);
    const nonce = this.nonces.get(account) ?? 0;
    const { facts } = chain;
    try {
      const payload = parsePayload(registry, kind, json);
      if (nonce === 0) this.giveKey(account, key);
      const run = this.run ?? this.begin();
      const draft = { kind, payload, sender: account, key, nonce, validUntil: Number.MAX_SAFE_INTEGER };
      const wire = signDraft(registry, { ...draft, chainId: facts.chainId });
      const transactions = [decodeTransaction(registry, wire)];
      chain.height++;
      chain.time++;
      const { height, time } = chain;
      const { results } = executeBlock(registry, facts, chain.state, { height, time, transactions });
      this.nonces.set(account, nonce + 1);
      run.sent.push({ time, wire });
      const receipt = decodeReceipt(registry, results[0]?.receipt ?? new Uint8Array());
      return { code: receipt.status === 'applied' ? 'applied' : receipt.code, receipt };
    } catch (error) {
      if (error instanceof Invalid) return { code: error.code };
      throw error;
    }
  }

  /** Names stand for addresses that no key derives, so each account holds its key from the start. */
  private giveKey(account: string, { publicKey }: TestKey): void {
    this.run = undefined;
    const { collection, key } = accountKeys.read(account);
    if (this.chain.state.read(key) !== undefined) return;
    const value = encodeValue(collection.codec, { keys: [{ scheme: 0, publicKey }] });
    this.chain.state.apply([{ key, value }]);
  }
  private begin(): Run {
    const cells = [...this.chain.state.cells].map(([text, value]) => ({ key: fromHex(text), value }));
    const run: Run = { cells, sent: [] };
    this.runs.push(run);
    this.run = run;
    return run;
  }
}

const recorded = new Map<
  number,
  Promise<{ readonly stage: RecordingStage; readonly runs: readonly Run[] }>
>();
const record = (place: number) => {
  let known = recorded.get(place);
  if (known === undefined) {
    known = recordCase(place);
    recorded.set(place, known);
  }
  return known;
};
const recordCase = async (place: number) => {
  const stage = new RecordingStage();
  const one = cases[place];
  if (one === undefined) throw new RangeError(`There is no case ${place}.`);
  const payload = await one.build(stage);
  stage.send(one.sender, one.kind, payload);
  const runs = stage.runs.filter(({ sent }) => sent.length > 0);
  return { stage, runs };
};

/** The histories of one case, its transactions in blocks of random size and now and then out of order. */
export const productHistories = async (seed: number): Promise<readonly History[]> => {
  const chance = new Chance(seed);
  const { stage, runs } = await record(chance.below(cases.length));
  const { registry } = stage;
  const { facts } = stage.chain;
  return runs.map(({ cells, sent }, place) => {
    const blocks: WireBlock[] = [];
    const left = [...sent];
    for (let height = 1; left.length > 0; height++) {
      const some = left.splice(0, 1 + chance.below(9));
      if (chance.hits(30)) some.sort(() => chance.below(3) - 1);
      // A block comes after the block before it, whatever time its transactions were made for.
      const time = Math.max(...some.map((one) => one.time), (blocks.at(-1)?.time ?? 0) + 1);
      blocks.push({ height: 1_000 * (place + 1) + height, time, wires: some.map(({ wire }) => wire) });
    }
    let isGiven = false;
    return {
      registry,
      facts,
      cells,
      next: () => {
        if (isGiven) return [];
        isGiven = true;
        return blocks;
      },
    };
  });
};
