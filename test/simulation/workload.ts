/** What people do on the simulated chain, all at once: move and stake money, do work that scorers score, propose, vote, execute. */
import type { Contribution } from '#governance/contributions/state.ts';
import type { Proposal } from '#governance/proposals/proposalState.ts';
import type { Round } from '#governance/scorers/state.ts';
import {
  aboutWork,
  attestationOf,
  challengeOf,
  claimOf,
  commitmentTo,
  executionOf,
  falseScores,
  openDao,
  plannedBudgets,
  proposalOf,
  revealOf,
  settleOf,
  submission,
  voteOn,
  type Work,
} from '../conformance/steps.ts';
import type { Chance } from '../support/arenaHistory.ts';
import { daoPayload, scorerNames } from '../support/testDao.ts';
import type { Oracle } from './oracle.ts';
import type { ScorerManner, SeedOptions } from './seedOptions.ts';
import { NotApplied, type SimulatedStage } from './stage.ts';
import { chanceOf, type World } from './world.ts';

interface Parts {
  readonly world: World;
  readonly stage: SimulatedStage;
  readonly oracle: Oracle;
  readonly seed: number;
  readonly options: SeedOptions;
}
const choices = ['for', 'against', 'abstain'] as const;

/** All scripts of one seed. Each ends by itself once `stop` was called; what cannot go on any more just ends. */
export class Workload {
  private readonly parts: Parts;
  private readonly running = new Set<Promise<void>>();
  private stopped = false;
  private dao = '';

  constructor(parts: Parts) {
    this.parts = parts;
  }
  /** Whether every script has ended. */
  get isDone(): boolean {
    return this.running.size === 0;
  }
  /** Scripts finish what they have under way and begin nothing new. */
  stop(): void {
    this.stopped = true;
  }

  begin(): void {
    const { options } = this.parts;
    this.script(async () => {
      const { stage } = this.parts;
      this.dao = await openDao(stage);
      await stage.send('keeper', 'treasury.openEpoch', {
        dao: this.dao,
        epoch: 0,
        budgets: plannedBudgets(),
      });
      for (let i = 0; i < options.accounts; i++) this.script(() => this.moveMoney(`mover ${i}`));
      for (let i = 0; i < options.works; i++) this.script(() => this.work(i));
      for (let i = 0; i < options.proposals; i++) this.script(() => this.decide(i));
    });
  }
  /** What must go through once nothing fails any more: money moves, and work is scored and paid. */
  async proveLife(): Promise<void> {
    const { stage } = this.parts;
    this.dao ||= await openDao(stage);
    await stage.apply('ada', 'tokens.transfer', {
      token: this.dao,
      account: stage.address('ben'),
      amount: '1',
    });
  }

  private script(run: () => Promise<void>): void {
    const running = run()
      .catch((error: unknown) => {
        if (!(error instanceof NotApplied)) this.parts.world.fail(error);
      })
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }
  private chance(part: string): Chance {
    return chanceOf(this.parts.seed, part);
  }
  private pause(chance: Chance, ms: number): Promise<void> {
    return this.parts.world.sleep(1 + chance.below(ms));
  }

  /** Transfers, some of them more than there is; stakes, and takes stakes back. */
  private async moveMoney(name: string): Promise<void> {
    const { stage, options } = this.parts;
    const chance = this.chance(name);
    const token = this.dao;
    const fund = { token, account: stage.address(name), amount: String(1_000 + chance.below(1_000)) };
    await stage.apply(chance.pick(['ada', 'ben']), 'tokens.transfer', fund);
    while (!this.stopped) {
      await this.pause(chance, options.hurryMs);
      const amount = String(chance.below(900));
      const draw = chance.below(10);
      if (draw < 6) {
        const account = stage.address(`mover ${chance.below(options.accounts)}`);
        const transfer = { token, account, amount };
        // Two that the balance may cover one by one and not together.
        if (chance.hits(40)) await stage.sendTwo(name, 'tokens.transfer', [transfer, transfer]);
        else await stage.send(name, 'tokens.transfer', transfer);
      } else if (draw < 8) await stage.send(name, 'tokens.stake', { token, amount });
      else {
        const { status, id } = await this.sendFor(name, 'tokens.unstake', { token, amount });
        if (status !== 'applied') continue;
        this.script(() => this.takeBack(id, { account: stage.address(name), token, amount }, chance));
      }
    }
  }
  /** Asks for stake on its way back: a little too early or in time, and then once more. */
  private async takeBack(unbonding: string, owed: object, chance: Chance): Promise<void> {
    const { stage, oracle } = this.parts;
    const releaseAt = oracle.value<{ releaseAt: number }>('tokens.unbondings', unbonding)?.releaseAt ?? 0;
    await stage.nextBlockAt(releaseAt - 500 + chance.below(3_000));
    for (let turn = 0; turn < 2; turn++) await stage.send('keeper', 'tokens.release', { unbonding, ...owed });
  }
  private async sendFor(name: string, kind: string, payload: unknown) {
    try {
      return { status: 'applied', id: await this.parts.stage.apply(name, kind, payload) };
    } catch (error) {
      if (error instanceof NotApplied) return { status: error.code, id: '' };
      throw error;
    }
  }

  /** One piece of work from its submission to its last payment, with a committee of which one may be false. */
  private async work(number: number): Promise<void> {
    const { stage, options, oracle } = this.parts;
    const chance = this.chance(`work ${number}`);
    const author = chance.hits(50) ? 'newcomer' : 'ben';
    await this.pause(chance, 10_000);
    const content = submission(this.dao, `work ${number}`);
    const contribution = await stage.apply(author, 'contributions.submit', content);
    const work = { dao: this.dao, contribution };
    if (chance.hits(30)) await stage.send('ada', 'contributions.submit', content);
    await Promise.all(
      scorerNames.map((scorer, place) =>
        this.score(work, author, scorer, options.scorers[place] ?? 'honest', chance).catch(pass),
      ),
    );
    if (oracle.value<Contribution>('contributions.items', contribution)?.amount === undefined) return;
    for (const [place, scorer] of scorerNames.entries())
      if (options.scorers[place] === 'lying' || chance.hits(15)) await this.challenge(work, author, scorer);
    await stage.send('ada', 'contributions.claim', await claimOfAuthor(stage, work, author));
    if (chance.hits(35))
      await stage.send('ben', 'contributions.settle', await settleOfAuthor(stage, work, author));
    await stage.send(author, 'contributions.accept', aboutWork(stage, work, author));
    await stage.send('ada', 'contributions.accept', aboutWork(stage, work, author));
    for (let turn = 0; turn < 3 && !this.stopped; turn++) {
      await this.pause(chance, 30_000);
      await stage.send('keeper', 'contributions.claim', await claimOfAuthor(stage, work, author));
    }
  }
  private async score(work: Work, author: string, scorer: string, manner: ScorerManner, chance: Chance) {
    const { stage, oracle } = this.parts;
    if (manner === 'absent') return;
    await this.pause(chance, manner === 'late' ? 15_000 : 1_500);
    const said = await attestationOf(stage, work, manner === 'lying' ? falseScores : undefined);
    const round = () => oracle.value<Round>('scorers.rounds', work.contribution);
    if (manner === 'copying') {
      // Takes over the hash of another, or waits for a reveal: neither may earn anything.
      const other = round()?.commits[0]?.hash;
      while (other === undefined && (round()?.reveals.length ?? 0) === 0 && !this.stopped)
        await this.pause(chance, 500);
      const hash = other ?? commitmentTo(stage, scorer, said).hash;
      await stage.apply(scorer, 'scorers.commit', { dao: work.dao, contribution: work.contribution, hash });
    } else {
      await stage.apply(scorer, 'scorers.commit', commitmentTo(stage, scorer, said));
      if (chance.hits(20)) await stage.send(scorer, 'scorers.commit', commitmentTo(stage, scorer, said));
    }
    const payload = await revealOf(stage, scorer, said, { author: stage.address(author) });
    for (let tries = 0; tries < 12; tries++) {
      const code = await stage.send(scorer, 'scorers.reveal', payload);
      if (code === 'applied' && chance.hits(20)) await stage.send(scorer, 'scorers.reveal', payload);
      if (code !== 'scorers.revealTooEarly' && code !== 'chain.notCovered') return;
      await this.pause(chance, 2_500);
    }
  }
  private async challenge(work: Work, author: string, scorer: string): Promise<void> {
    const { stage } = this.parts;
    const bond = { token: work.dao, account: stage.address('watcher'), amount: '10000000' };
    await stage.send('ada', 'tokens.transfer', bond);
    await stage.send('watcher', 'scorers.challenge', await challengeOf(stage, work, scorer, author));
  }

  /** A proposal, ballots of all who may, some of them changed, and its execution: too early, in time, and again. */
  private async decide(number: number): Promise<void> {
    const { stage, oracle } = this.parts;
    const chance = this.chance(`proposal ${number}`);
    const { dao } = this;
    await this.pause(chance, 20_000);
    const actions = this.actions(chance);
    const proposal = await stage.apply('ada', 'proposals.create', proposalOf(dao, actions, 'constitution'));
    const proposed = { dao, proposal, actions };
    const vote = async (voter: string): Promise<void> => {
      for (let turn = 0; turn < 3; turn++) {
        await this.pause(chance, 12_000);
        await stage.send(voter, 'proposals.vote', await voteOn(stage, proposed, chance.pick(choices)));
      }
      const last = voter === 'ada' || chance.hits(60) ? 'for' : 'against';
      await stage.send(voter, 'proposals.vote', await voteOn(stage, proposed, last));
    };
    await Promise.all(['ada', 'ben', 'mover 0', 'mover 1'].map((voter) => vote(voter)));
    await stage.send('ben', 'proposals.execute', executionOf(proposed));
    const stored = oracle.value<Proposal>('proposals.items', proposal);
    if (stored === undefined || this.stopped) return;
    await stage.nextBlockAt(stored.voteEnd + chance.below(4_000));
    await stage.send('ben', 'proposals.vote', await voteOn(stage, proposed, 'against'));
    await stage.send('keeper', 'proposals.execute', executionOf(proposed));
    await stage.nextBlockAt(stored.voteEnd + stored.timelockMs + chance.below(3_000));
    const others = { ...proposed, actions: this.actions(chance) };
    await stage.send('keeper', 'proposals.execute', executionOf(others));
    for (let turn = 0; turn < 2; turn++)
      await stage.send('keeper', 'proposals.execute', executionOf(proposed));
  }
  /** One action, or two of which the second cannot be covered: then none may take effect. */
  private actions(chance: Chance) {
    const first = this.action(chance);
    if (chance.hits(60)) return [first];
    const payments = [{ account: this.parts.stage.address('mover 1'), amount: '9000000000000' }];
    return [first, { kind: 'treasury.pay', payload: { dao: this.dao, payments, memo: 'too much' } }];
  }
  private action(chance: Chance) {
    const { stage } = this.parts;
    const { dao } = this;
    const rule = daoPayload().rules[1]?.rule;
    const rate = String(100_000_000 + chance.below(1_000_000));
    const payments = [{ account: stage.address('mover 0'), amount: String(1 + chance.below(10_000)) }];
    return chance.pick([
      { kind: 'treasury.pay', payload: { dao, payments, memo: 'for a reason' } },
      {
        kind: 'contributions.setRule',
        payload: { dao, kind: 'document', rule: { ...rule, rate, cap: rate } },
      },
    ]);
  }
}
const pass = (error: unknown): void => {
  if (!(error instanceof NotApplied)) throw error;
};
const claimOfAuthor = async (stage: SimulatedStage, work: Work, author: string) => ({
  ...(await claimOf(stage, work)),
  author: stage.address(author),
});
const settleOfAuthor = async (stage: SimulatedStage, work: Work, author: string) => ({
  ...(await settleOf(stage, work)),
  author: stage.address(author),
});
