/** What must hold after each block, whatever the rules are: looked up in cells, receipts and events, never asked of the code that made them. */
import { heldTokens } from '../support/conservation.ts';
import { moneyInvariants } from './moneyInvariants.ts';
import type { Executed, Oracle } from './oracle.ts';
import { voteInvariants } from './voteInvariants.ts';
import { workInvariants } from './workInvariants.ts';
import { Violation } from './world.ts';

/** Throws where something does not hold. */
export type Expect = (holds: boolean, what: () => string) => void;
/** One group of invariants: looks at each block, and now and then at everything. */
export interface Invariants {
  afterBlock(block: Executed): void;
  recount?(): void;
}

/** How often everything is counted again from all cells. */
const recountEvery = 20;

/** All groups together, over the oracle of one chain. */
export class Checks {
  private readonly groups: readonly Invariants[];

  constructor(oracle: Oracle, honestScores: readonly number[], liars: ReadonlySet<string>) {
    const expect: Expect = (holds, what) => {
      if (!holds) throw new Violation(`Block ${oracle.height}: ${what()}`);
    };
    this.groups = [
      chainInvariants(oracle, expect),
      moneyInvariants(oracle, expect),
      voteInvariants(oracle, expect),
      workInvariants(oracle, expect, honestScores, liars),
    ];
  }
  afterBlock(block: Executed): void {
    for (const group of this.groups) group.afterBlock(block);
    if (block.height % recountEvery === 0) this.recount();
  }
  recount(): void {
    for (const group of this.groups) group.recount?.();
  }
}

const ofAdmission = new Set([
  'chain.nonces',
  'chain.keys',
  'chain.blockRoots',
  'chain.feeCredit',
  'chain.fees',
]);

/** Of the chain itself: time, admission, receipts. */
const chainInvariants = (oracle: Oracle, expect: Expect): Invariants => ({
  afterBlock({ time, parentTime, transactions, results, receipts, changes }) {
    expect(time > parentTime, () => `Its time ${time} is not after its parent's, ${parentTime}.`);
    const used = new Map<string, number>();
    results.forEach(({ status, code }, index) => {
      const transaction = transactions[index];
      if (transaction === undefined) return;
      const { id, sender, nonce, validUntil } = transaction;
      expect(status !== 'notAdmitted', () => `An honest proposer took ${id}, which is not admitted.`);
      expect(code !== 'chain.moduleFault', () => `A rule failed unforeseen in ${transaction.kind.name}.`);
      expect(!oracle.places.has(id), () => `${id} is executed a second time.`);
      expect(validUntil >= time, () => `${id} was good until ${validUntil}, and the block has ${time}.`);
      expect(receipts[index]?.id === id, () => `Receipt ${index} is not of ${id}.`);
      const before = used.get(sender) ?? nonceBefore(changes, sender) ?? 0;
      expect(nonce === before, () => `${id} uses the nonce ${nonce} of ${sender} after ${before}.`);
      used.set(sender, nonce + 1);
    });
    for (const { collection, key, after } of changes)
      if (collection === 'chain.nonces')
        expect(
          used.get(key[0] ?? '') === after,
          () => `The nonce of ${key[0]} became ${after} by no transaction.`,
        );
    for (const [sender, next] of used)
      expect(oracle.value('chain.nonces', sender) === next, () => `The nonce of ${sender} is not used.`);
    if (results.every(({ status }) => status === 'rejected'))
      for (const { collection } of changes)
        expect(ofAdmission.has(collection), () => `Rejected transactions alone changed ${collection}.`);
    if (results.length > 0) {
      const { transactionCount } = oracle.value<{ transactionCount: number }>('chain.blockRoots') ?? {
        transactionCount: -1,
      };
      expect(
        transactionCount === results.length,
        () => `It says that it holds ${transactionCount} transactions.`,
      );
    } else expect(changes.length === 0, () => 'An empty block changed the state.');
  },
  recount() {
    const held = heldTokens(oracle.registry, oracle.state.cells);
    for (const [token, { cap }] of oracle.values<{ cap: bigint }>('tokens.tokens'))
      expect(
        held.get(token) === cap,
        () => `There are ${held.get(token)} of the token ${token} with the cap ${cap}.`,
      );
  },
});
const nonceBefore = (changes: Executed['changes'], sender: string): number | undefined =>
  changes.find(({ collection, key }) => collection === 'chain.nonces' && key[0] === sender)?.before as
    | number
    | undefined;
