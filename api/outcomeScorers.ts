/** The embedded scorers at outcomes: each replays accepted work in its own thread, and says what became of it when it is due. */
import { createHash } from 'node:crypto';
import type { Piscina } from 'piscina';
import type { Log, Node } from '#chain/node.ts';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import { heldAt, outcomeWindow } from '#governance/contributions/payment.ts';
import { type Contribution, contributions, type OutcomeFacts } from '#governance/contributions/state.ts';
import { outcomeCommitment } from '#governance/outcomes/outcomes.ts';
import { outcomeRounds, roundOf } from '#governance/outcomes/state.ts';
import { hasCommitted } from '#governance/scorers/round.ts';
import type { AcceptTask, OutcomeTask } from '#scoring/worker.ts';
import { followChain } from './followChain.ts';
import { Timetable } from './keeper/timetable.ts';
import { reading, sitsIn, untilReveals } from './scoringRounds.ts';
import type { Sender } from './sender.ts';

/** How often the clock is looked at when no block comes. */
const lookEveryMs = 1_000;
/** What went wrong is tried again after this, by header time. */
const retryAfterMs = 30_000;

/** A scorer's key and thread. */
interface Seat {
  readonly sender: Sender;
  readonly pool: Piscina;
}
interface Accepted {
  readonly contribution: string;
  readonly author: string;
  readonly time: number;
}
interface OutcomeScorersOptions {
  readonly node: Node;
  readonly contentStore: ContentStore;
  readonly seats: readonly Seat[];
  readonly log: Log;
}

export class OutcomeScorers {
  private readonly options: OutcomeScorersOptions;
  /** Accepted work of each DAO in the order of acceptance, and how much of it each seat has read. */
  private readonly accepted = new Map<string, Accepted[]>();
  private readonly read = new Map<string, number>();
  private readonly turns = new Map<string, Promise<void>>();
  /** By header time. */
  private readonly timetable = new Timetable();
  private readonly following: ReturnType<typeof followChain>;
  private readonly timer: NodeJS.Timeout;
  private live = false;
  private stopped = false;

  constructor(options: OutcomeScorersOptions) {
    this.options = options;
    const followed = ['contributions.accepted', 'disputes.accepted'];
    this.following = followChain(options.node, followed, ({ time, events }) => {
      for (const { data } of events) this.notice(data as Record<string, string>, time);
      this.look();
    });
    this.timer = setInterval(() => this.look(), lookEveryMs);
    void this.following.caughtUp.then(() => {
      this.live = true;
      this.look();
    });
  }

  close(): void {
    this.stopped = true;
    clearInterval(this.timer);
    this.following.stop();
  }

  private notice({ dao = '', contribution = '', author = '' }: Record<string, string>, time: number): void {
    const works = this.accepted.get(dao) ?? [];
    works.push({ contribution, author, time });
    this.accepted.set(dao, works);
    this.timetable.put(contribution, 0);
  }

  private look(): void {
    if (!this.live || this.stopped) return;
    // One that waits for scorers elsewhere keeps no other waiting.
    for (const contribution of this.timetable.take(this.options.node.state.time))
      void this.lookAtSafely(contribution);
  }
  private async lookAtSafely(contribution: string): Promise<void> {
    const { node, log } = this.options;
    try {
      await this.lookAt(contribution);
    } catch (error) {
      if (this.stopped) return;
      log.warn(
        { contribution, error: String(error) },
        'An outcome could not be measured; it is tried again.',
      );
      this.timetable.put(contribution, node.state.time + retryAfterMs);
    }
  }

  private async lookAt(contribution: string): Promise<void> {
    const { node, seats } = this.options;
    const stored = await reading(node, (state) => state.get(contributions.read(contribution)));
    const window = stored === undefined ? undefined : outcomeWindow(stored);
    const { time } = node.state;
    if (stored === undefined || window === undefined || heldAt(stored, time) === 0n) return;
    if (time < window.from) this.timetable.put(contribution, window.from);
    else await Promise.all(seats.map((seat) => this.measure(seat, contribution, stored, window)));
  }

  /** Everything that a scorer says it has worked out in its own thread. */
  private async measure(
    seat: Seat,
    contribution: string,
    stored: Contribution,
    { from, until }: NonNullable<ReturnType<typeof outcomeWindow>>,
  ): Promise<void> {
    const { node } = this.options;
    const { account, secret } = seat.sender.key;
    const { dao, kind, epoch, rule, acceptedAt = 0 } = stored;
    if (!(await reading(node, (state) => sitsIn(state, dao, account)))) return;
    await this.readAccepted(seat, dao);
    const task: OutcomeTask = { dao, contribution, time: from };
    const facts: OutcomeFacts = await seat.pool.run(task, { name: 'outcome' });
    // Derived from the key, so that a scorer that restarts between commit and reveal still knows it.
    const salt = createHash('sha256')
      .update(secret)
      .update(`outcome ${contribution} ${acceptedAt}`)
      .digest('hex');
    const roundIn = (state: typeof node.state) =>
      roundOf(state.get(outcomeRounds.read(contribution)), acceptedAt);
    const round = () => reading(node, roundIn);
    if (hasCommitted(await round(), account) === undefined) {
      const hash = outcomeCommitment(account, salt, { contribution, acceptedAt, facts });
      await this.send(seat, 'outcomes.commit', { contribution, dao, hash });
    }
    if ((await round()).reveals.some(({ scorer }) => scorer === account)) return;
    await untilReveals(node, dao, roundIn, () => this.stopped || node.state.time > until);
    const payload = { contribution, dao, kind, epoch, heldMax: rule.cap, facts, salt };
    await this.send(seat, 'outcomes.reveal', payload);
  }

  /** Has a seat's thread read what was accepted since it read last, one turn after the other. */
  private readAccepted({ sender, pool }: Seat, dao: string): Promise<void> {
    const place = `${sender.key.account}/${dao}`;
    const turn = (this.turns.get(place) ?? Promise.resolve()).then(() => this.readOn(place, pool, dao));
    // Whoever comes next tries again where this turn broke off.
    this.turns.set(
      place,
      turn.catch(() => undefined),
    );
    return turn;
  }
  private async readOn(place: string, pool: Piscina, dao: string): Promise<void> {
    const { node, contentStore } = this.options;
    const works = this.accepted.get(dao) ?? [];
    for (let next = this.read.get(place) ?? 0; next < works.length; next++) {
      const work = works[next];
      if (work === undefined) return;
      const stored = await reading(node, (state) => state.get(contributions.read(work.contribution)));
      if (stored === undefined) return;
      const content = await contentStore.get(stored.contentId);
      const task: AcceptTask = { dao, ...work, kind: stored.kind, bytes: content?.bytes ?? null };
      await pool.run(task, { name: 'accept' });
      this.read.set(place, next + 1);
    }
  }

  /** A scorer that comes after the quorum finds the outcome measured, which is no fault. */
  private async send({ sender }: Seat, kind: string, payload: unknown): Promise<void> {
    const { status, code } = await sender.send(kind, payload);
    if (status !== 'applied' && code !== 'outcomes.alreadyMeasured')
      throw new Error(`${kind} was refused: ${code}.`);
  }
}
