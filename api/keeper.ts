/** The keeper: sends what is due by time, as anyone may; it never votes, accepts or decides. */
import type { Log, Node } from '#chain/node.ts';
import { contributions } from '#governance/contributions/state.ts';
import { daos, epochAt, policies } from '#governance/daos/state.ts';
import { executableAt, stateOf, type Tally } from '#governance/proposals/proposalState.ts';
import { proposals, tallies } from '#governance/proposals/proposals.ts';
import { unbondings as bondUnbondings } from '#governance/scorers/state.ts';
import { unbondings } from '#governance/tokens/tokens.ts';
import { budgetKind, epochs, plans } from '#governance/treasury/state.ts';
import { followChain } from './followChain.ts';
import { FlowsDue, flowEvents } from './keeperFlows.ts';
import type { Sender } from './sender.ts';

/** How often the clock is looked at when no block comes. */
const lookEveryMs = 1_000;
/** A transaction that was refused is not tried again before this time. */
const retryAfterMs = 30_000;

/** What makes something due later, or ends it. */
const followed = [
  'daos.created',
  'proposals.created',
  'contributions.submitted',
  'tokens.unstaked',
  'scorers.unbonded',
  'tokens.released',
  ...flowEvents,
];

interface Due {
  /** Names the act, so that it is sent once. */
  readonly name: string;
  readonly kind: string;
  readonly payload: unknown;
}

export class Keeper {
  private readonly node: Node;
  private readonly sender: Sender;
  private readonly log: Log;
  private readonly open = {
    daos: new Set<string>(),
    /** Actions of proposals that may still be executed. */
    proposals: new Map<string, unknown>(),
    contributions: new Set<string>(),
    unbondings: new Set<string>(),
    bonds: new Map<string, { readonly dao: string; readonly scorer: string }>(),
  };
  private readonly flows = new FlowsDue();
  private readonly refusedAt = new Map<string, number>();
  private readonly following: ReturnType<typeof followChain>;
  private readonly timer: NodeJS.Timeout;
  private busy = false;
  private sent = 0;
  private lastError: string | undefined;

  constructor(node: Node, sender: Sender, log: Log) {
    this.node = node;
    this.sender = sender;
    this.log = log;
    this.following = followChain(node, followed, (block) => {
      for (const event of block.events) this.notice(event.name, event.data as Record<string, unknown>);
      void this.look();
    });
    this.timer = setInterval(() => void this.look(), lookEveryMs);
  }

  status() {
    const { daos: known, proposals: queued, contributions: unpaid, unbondings: unbonding, bonds } = this.open;
    const waiting = known.size + queued.size + unpaid.size + unbonding.size + bonds.size + this.flows.size;
    return {
      sent: this.sent,
      waiting,
      ...(this.lastError === undefined ? {} : { lastError: this.lastError }),
    };
  }
  close(): void {
    clearInterval(this.timer);
    this.following.stop();
  }

  private notice(name: string, data: Record<string, unknown>): void {
    const { open } = this;
    this.flows.notice(name, data);
    const id = (field: string): string => String(data[field]);
    if (name === 'daos.created') open.daos.add(id('dao'));
    else if (name === 'proposals.created' && (data['actions'] as unknown[]).length > 0)
      open.proposals.set(id('proposal'), data['actions']);
    else if (name === 'contributions.submitted') open.contributions.add(id('contribution'));
    else if (name === 'tokens.unstaked') open.unbondings.add(id('unbonding'));
    else if (name === 'scorers.unbonded')
      open.bonds.set(`${id('dao')}/${id('scorer')}`, { dao: id('dao'), scorer: id('scorer') });
    else if (name === 'tokens.released') open.unbondings.delete(id('unbonding'));
  }

  private async look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.node.atRest();
      for (const due of this.due()) {
        if ((this.refusedAt.get(due.name) ?? 0) > Date.now() - retryAfterMs) continue;
        const { status, code } = await this.sender.send(due.kind, due.payload);
        if (status === 'applied') this.sent++;
        else {
          this.refusedAt.set(due.name, Date.now());
          this.lastError = `${due.kind}: ${code}`;
          this.log.warn({ kind: due.kind, code }, 'What was due was refused; it is tried again later.');
        }
        await this.node.atRest();
      }
    } catch (error) {
      this.lastError = String(error);
    } finally {
      this.busy = false;
    }
  }

  private due(): Due[] {
    // Limits are renewed before anything of the epoch is spent.
    return [
      ...this.flows.due(this.node.state),
      ...this.dueEpochs(),
      ...this.dueProposals(),
      ...this.duePayments(),
      ...this.dueReleases(),
    ];
  }

  /** Opens the running epoch of every DAO that planned budgets. */
  private dueEpochs(): Due[] {
    const { state } = this.node;
    return [...this.open.daos].flatMap((dao): Due[] => {
      const policy = state.get(policies.read(dao));
      if (policy === undefined || state.get(daos.read(dao)) === undefined) return [];
      const epoch = epochAt(state.time, state.genesisTime, policy.epochMs);
      if (state.get(epochs.read(dao, epoch)) !== undefined) return [];
      const budgets = budgetKind.options.flatMap((kind) => {
        const amount = state.get(plans.read(dao, kind))?.amountPerEpoch ?? 0n;
        return amount === 0n ? [] : [{ kind, amount }];
      });
      return [
        { name: `epoch ${dao} ${epoch}`, kind: 'treasury.openEpoch', payload: { dao, epoch, budgets } },
      ];
    });
  }

  /** Executes what carried once its timelock has passed. */
  private dueProposals(): Due[] {
    const { state } = this.node;
    const due: Due[] = [];
    for (const [proposal, actions] of this.open.proposals) {
      const stored = state.get(proposals.read(proposal));
      if (stored === undefined) continue;
      const now = stateOf(stored, state.get(tallies.read(proposal)) as Tally, state.time);
      if (now === 'queued' && state.time >= executableAt(stored))
        due.push({
          name: `execute ${proposal}`,
          kind: 'proposals.execute',
          payload: { proposal, dao: stored.dao, actions },
        });
      else if (now !== 'pending' && now !== 'active' && now !== 'queued')
        this.open.proposals.delete(proposal);
    }
    return due;
  }

  /** Pays streams that have run to their end, and closes what nobody scored or accepted in time. */
  private duePayments(): Due[] {
    const { state } = this.node;
    const due: Due[] = [];
    for (const contribution of this.open.contributions) {
      const stored = state.get(contributions.read(contribution));
      if (stored === undefined) continue;
      const { dao, author, rule, kind, epoch, contentId, acceptedAt, scoredAt, submittedAt } = stored;
      const about = { contribution, dao, author, amount: stored.amount ?? 0n };
      const closesAt =
        scoredAt === undefined ? submittedAt + rule.scoringMs + 1 : scoredAt + rule.unacceptedMs;
      if (acceptedAt !== undefined) {
        if (stored.paidSoFar >= about.amount) this.open.contributions.delete(contribution);
        else if (state.time >= acceptedAt + Math.max(rule.streamMs, rule.vestingMs))
          due.push({ name: `claim ${contribution}`, kind: 'contributions.claim', payload: about });
      } else if (stored.settledAt !== undefined) this.open.contributions.delete(contribution);
      else if (state.time >= closesAt)
        due.push({
          name: `settle ${contribution}`,
          kind: 'contributions.settle',
          payload: { ...about, kind, epoch, contentId },
        });
    }
    return due;
  }

  private dueReleases(): Due[] {
    const { state } = this.node;
    const bonds = [...this.open.bonds].flatMap(([name, { dao, scorer }]): Due[] => {
      const stored = state.get(bondUnbondings.read(dao, scorer));
      if (stored === undefined) this.open.bonds.delete(name);
      if (stored === undefined || state.time < stored.releaseAt) return [];
      return [
        { name: `bond ${name}`, kind: 'scorers.release', payload: { dao, scorer, amount: stored.amount } },
      ];
    });
    const stakes = [...this.open.unbondings].flatMap((unbonding): Due[] => {
      const stored = state.get(unbondings.read(unbonding));
      if (stored === undefined || state.time < stored.releaseAt) return [];
      const { account, token, amount } = stored;
      const payload = { unbonding, account, token, amount };
      return [{ name: `release ${unbonding}`, kind: 'tokens.release', payload }];
    });
    return [...bonds, ...stakes];
  }
}
