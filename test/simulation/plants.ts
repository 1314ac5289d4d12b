/** Mistakes planted into production code by a loader, one at a time: each must be found by invariants that do not know it. */
import type { Edit, Mistake } from '../support/planted.ts';

export interface PlantedBug extends Mistake {
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** The first seed that finds it. */
  readonly seed: number;
}

const bug = (name: string, what: string, seed: number, ...edits: readonly Edit[]): PlantedBug => ({
  name,
  what,
  seed,
  edits,
});
const tokens = 'governance/tokens/tokens.ts';
const creating = 'governance/proposals/creating.ts';
const ballotPower = 'governance/proposals/ballotPower.ts';
const voting = 'governance/proposals/voting.ts';
const deciding = 'governance/proposals/deciding.ts';
const scorers = 'governance/scorers/scorers.ts';
const reveal = 'governance/scorers/reveal.ts';
const contributions = 'governance/contributions/contributions.ts';
const treasury = 'governance/treasury/treasury.ts';
const serial = 'chain/execution/executeBlock.ts';
const files = 'chain/storage/chainFiles.ts';

export const plantedBugs: readonly PlantedBug[] = [
  // Ordering, admission and the node
  bug('header-time', 'two headers may have the same time', 3, [
    'chain/ordering/sequencer.ts',
    'this.maker.parentTime() + 1, this.clock',
    'this.maker.parentTime(), this.clock',
  ]),
  bug('nonce-unused', 'admission does not use the nonce up', 1, [serial, 'nonce + 1);', 'nonce);']),
  bug('expiry-ignored', 'admission takes what has expired', 9, [
    'chain/admission.ts',
    'if (transaction.validUntil < this.time) return false;',
    '',
  ]),
  bug('settled-waits', 'what stands in a block goes on waiting in other mempools', 2, [
    'chain/mempool.ts',
    'queue.next = transaction.nonce + 1;\n      for (const [nonce, waiting] of queue.byNonce) if (nonce < queue.next) this.forget(queue, waiting);',
    '',
  ]),
  bug('early-receipt', 'the node acknowledges before the block is synced', 1, [
    'chain/node.ts',
    'const announced = stored\n      .then(',
    'stored.catch(() => undefined);\n    const announced = Promise.resolve(0)\n      .then(',
  ]),
  bug('wrong-parent', 'a header names the newest synced block as its parent', 1, [
    'chain/node.ts',
    'parent: this.tip.hash, stateRoot',
    'parent: this.durable.hash, stateRoot',
  ]),
  // Execution
  bug('rejected-effects', 'a rejected transaction leaves its effects', 5, [
    serial,
    "if (outcome.status === 'applied')\n      for",
    'for',
  ]),
  bug('draws-forgotten', 'of several draws on a cell only the last counts', 1, [
    serial,
    'this.taken += effects.taken;',
    'if (effects.taken > 0n) this.taken = effects.taken;',
  ]),
  bug('lost-write', 'the second write of a cell in one block is lost', 10, [
    serial,
    'if (effects.written) {',
    'if (effects.written && !this.written) {',
  ]),
  bug('overdraft', 'earlier draws of the block do not count against a draw', 2, [
    'chain/touched.ts',
    '(this.view.opening() as bigint) - this.view.drawn() < taken',
    '(this.view.opening() as bigint) < taken',
  ]),
  bug('addition-doubled', 'additions to sums with fields count twice', 1, [
    'chain/touched.ts',
    'sums[field] = before + ((right',
    'sums[field] = before + before + ((right',
  ]),
  bug('closed-late', 'a past height reads the block before it', 18, [
    'chain/checkpoints.ts',
    'if (entry.height <= height) {',
    'if (entry.height < height) {',
  ]),
  bug('entry-overwritten', 'the entry before the newest is overwritten', 1, [
    'chain/checkpoints.ts',
    'first, next: old.next + 1 };',
    'first, next: Math.max(old.next, 1) };',
  ]),
  // Storage
  bug('told-before-written', 'storage acknowledges before it writes', 1, [
    'chain/storage/storageLoop.ts',
    "files.append(request.block);\n      this.#report({ kind: 'done' });",
    "this.#report({ kind: 'done' });\n      files.append(request.block);",
  ]),
  bug(
    'roots-first',
    'the file of roots is written before the database',
    1,
    [
      files,
      'insert.immediate();',
      'this.#roots.append(height, block.headerHash, block.stateRoot, checksum);\n    crashPoint("afterSync", height);\n    insert.immediate();',
    ],
    [
      files,
      "crashPoint('afterDatabaseSync', height);\n    this.#roots.append(height, block.headerHash, block.stateRoot, checksum);",
      '',
    ],
  ),
  bug('roots-not-completed', 'a file of roots that is one block short stays short', 1, [
    files,
    'roots.append(height, headerHash, stateRoot, found.checksum);',
    '',
  ]),
  bug('roots-overwritten', 'the file of roots keeps its last entry only', 1, [
    'chain/storage/rootsLog.ts',
    'this.#count++;',
    '',
  ]),
  bug('refusal-swallowed', 'an error of the disk is taken for success', 1, [
    'chain/storage/storageLoop.ts',
    "this.#report({ kind: 'failed', error: encodeStorageError(error) });",
    "this.#ended = false;\n      this.#report({ kind: 'done' });",
  ]),
  bug('late-cells', 'the cells at the start miss the last block', 1, [
    'chain/node/startChain.ts',
    'reader?.cellPages(last) ?? []',
    'reader?.cellPages(Math.max(0, last - 1)) ?? []',
  ]),
  // Tokens
  bug('transfer-mints', 'a transfer does not take from the sender', 1, [
    tokens,
    "if (payload.amount === 0n) reject('zeroAmount');\n    from.draw(payload.amount);\n    to.add",
    "if (payload.amount === 0n) reject('zeroAmount');\n    to.add",
  ]),
  bug('stake-uncounted', 'the total of all stakes misses a unit of each', 1, [
    tokens,
    'total.add(added);',
    'total.add(added - 1n);',
  ]),
  bug('release-repeats', 'stake that came back can come back again', 1, [
    tokens,
    'unbonding.delete();\n    balance.add(owed);',
    'balance.add(owed);',
  ]),
  bug('release-early', 'stake comes back at once', 3, [
    tokens,
    "if (time < stored.releaseAt) reject('unbondingNotDue');",
    '',
  ]),
  bug('unbonding-short', 'stake waits for the shortest time only', 1, [
    tokens,
    'Math.max(cells.time.get() ?? 0, shortest)',
    'Math.min(cells.time.get() ?? 0, shortest)',
  ]),
  // Proposals
  bug('power-now', 'a proposal takes power from its own block', 1, [
    creating,
    'snapshotHeight: height - 1,',
    'snapshotHeight: height,',
  ]),
  bug('vote-stays', 'a changed vote leaves its old power in the tally', 1, [
    ballotPower,
    'before: before.power, after: 0n',
    'before: 0n, after: 0n',
  ]),
  bug('vote-late', 'votes count after the end', 2, [
    voting,
    'if (fault !== undefined) reject(fault);\n    const power',
    "if (fault === 'notOpenYet') reject(fault);\n    const power",
  ]),
  bug('no-timelock', 'a proposal runs before its timelock', 10, [
    deciding,
    "if (time < executableAt(stored, votes)) reject('timelocked');",
    '',
  ]),
  bug('runs-twice', 'a proposal can run again', 11, [
    deciding,
    'cells.proposal.set({ ...stored, executedAt: time, ...failedOf(failed) });',
    '',
  ]),
  bug('other-actions', 'a proposal runs whatever actions it is given', 5, [
    deciding,
    "if (hashOfActions(payload.actions) !== stored.actionsHash) reject('wrongActions');",
    '',
  ]),
  bug('lost-vote-carries', 'a lost vote carries', 1, [
    'governance/proposals/proposalState.ts',
    'quorumReached(stored, votes) && thresholdReached(stored, votes)\n',
    'quorumReached(stored, votes)\n',
  ]),
  // Scoring and pay
  bug('highest-score', 'the score is that of the most generous scorer', 5, [
    'governance/scorers/round.ts',
    'lowerMedian(valid.map(({ scores }) => scores[dimension] ?? 0))',
    'Math.max(...valid.map(({ scores }) => scores[dimension] ?? 0))',
  ]),
  bug('small-quorum', 'two reveals make a score', 1, [
    'governance/scorers/round.ts',
    '2 * Math.floor((members - 1) / 3) + 1;',
    '2 * Math.floor((members - 1) / 3);',
  ]),
  bug('copied-score', 'a reveal need not be what was committed to', 7, [
    scorers,
    "if (commitmentOf(sender, salt, said) !== committed.hash) reject('commitDiffers');",
    '',
  ]),
  bug('commit-late', 'scorers may commit after others revealed', 2, [
    scorers,
    "if (before.reveals.length > 0) reject('committingClosed');",
    '',
  ]),
  bug('reveal-repeats', 'a scorer may reveal twice', 1, [
    scorers,
    "if (before.reveals.some(({ scorer }) => scorer === sender)) reject('alreadyRevealed');",
    '',
  ]),
  bug('fee-from-nothing', 'the fee of a scorer is paid from no budget', 1, [
    scorers,
    'cells.feeBudget.draw(pay.fee);',
    '',
  ]),
  bug('honest-slashed', 'the truth is slashed', 3, [
    scorers,
    'if (said.scores.every((score, i) => score === result.scores[i])) {',
    'if (!said.scores.every((score, i) => score === result.scores[i])) {',
  ]),
  bug('escrow-forgotten', 'what is not paid at once vanishes', 1, [
    reveal,
    'cells.escrow.add(amountNow - paidSoFar - paidNow);',
    '',
  ]),
  bug('uncovered', 'early payments to newcomers use up no coverage', 2, [
    reveal,
    'cells.newcomerDraw.draw(paidNow);',
    '',
  ]),
  bug('streams-at-once', 'accepted work is paid in full at once', 1, [
    'governance/contributions/payment.ts',
    'Math.max(0, Math.min(time - acceptedAt, rule.streamMs))',
    'rule.streamMs',
  ]),
  bug('claim-repeats', 'a claim does not note what it paid', 1, [
    contributions,
    'cells.contribution.set({ ...stored, paidSoFar: stored.paidSoFar + due });',
    '',
  ]),
  bug('own-work', 'authors accept their own work', 1, [
    contributions,
    "if (stored.author === sender) reject('ownWork');",
    '',
  ]),
  bug('submitted-twice', 'content can be submitted twice', 1, [
    contributions,
    "if (cells.content.get() !== undefined) reject('alreadySubmitted');",
    '',
  ]),
  bug('settled-early', 'work can be closed before its time', 3, [
    contributions,
    "if (time < opensAt) reject('notDue');",
    '',
  ]),
  bug('cover-kept', 'acceptance does not give back what covered the work', 1, [
    'governance/contributions/acceptance.ts',
    'if (payeeClass !== undefined) giveBack(cells, stored.covered, payeeClass);',
    '',
  ]),
  bug('epoch-opens-twice', 'an epoch can be opened again', 1, [
    treasury,
    "if (cells.opened.get() !== undefined) reject('alreadyOpen');",
    '',
  ]),
];
