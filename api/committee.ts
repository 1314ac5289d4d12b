/** The embedded scorers: four threads that load model and extractor each for itself, score new work, commit and reveal. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { formatAddress } from '#chain/crypto/address.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import type { Log, Node } from '#chain/node.ts';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import { type Contribution, contents, contributions, earned } from '#governance/contributions/state.ts';
import { commitmentOf } from '#governance/scorers/reveal.ts';
import { emptyRound, hasCommitted } from '#governance/scorers/round.ts';
import { committees, rounds } from '#governance/scorers/state.ts';
import { stakes } from '#governance/tokens/state.ts';
import { asScoringError } from '#scoring/errors.ts';
import type { ContentKind } from '#scoring/extract.ts';
import type { PreviewTask, ScoreAnswer, ScoreTask } from '#scoring/worker.ts';
import { followChain } from './followChain.ts';
import { OutcomeScorers } from './outcomeScorers.ts';
import { type PlacedWork, ProjectReader } from './projectReader.ts';
import { reading, sitsIn, untilReveals } from './scoringRounds.ts';
import type { Sender } from './sender.ts';

/** Contributions scored at the same time: each keeps all four threads busy. */
const jobsAtOnceMax = 2;
/** A draw that an earlier transaction of the block left nothing for is sent again; five blocks are plenty. */
const revealTriesMax = 5;
/** Waiting contributions among which a newcomer's is looked for. */
const lookAheadMax = 200;
/** How long a job waits for content that another way has not delivered yet. */
const contentTriesMax = 5;

/** Puts an item behind those of its key, in place: the whole history passes here at every start. */
const append = <T>(lists: Map<string, T[]>, key: string, item: T): void => {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
};

/** What brings work, and what says that it is done. */
const followed = [
  'contributions.submitted',
  'scorers.reopened',
  'disputes.reopened',
  'disputes.evidenceGiven',
  'scorers.scored',
];

/** A task that any thread can do once its model is loaded. */
const smallestTask: PreviewTask = { kind: 'document', bytes: new TextEncoder().encode('One word') };

/** One scorer: its key, and a thread of its own. Nothing that one computes is seen by another. */
interface ScorerSeat {
  readonly sender: Sender;
  readonly pool: Piscina;
  /** Resolves when the thread has loaded its model. */
  readonly loaded: Promise<unknown>;
  /** What this scorer's own thread has read of each DAO. */
  readonly readers: Map<string, ProjectReader>;
  done: number;
}

export interface CommitteeOptions {
  readonly node: Node;
  readonly contentStore: ContentStore;
  /** One for each scorer. */
  readonly senders: readonly Sender[];
  /** A model folder for each scorer; the model that comes with Meritlane where absent. */
  readonly modelFolders?: readonly (string | undefined)[];
  readonly log: Log;
}

export class Committee {
  private readonly options: CommitteeOptions;
  private readonly seats: readonly ScorerSeat[];
  /** Contributions of each DAO in the order of the chain, and the place of each in its DAO. */
  private readonly works = new Map<string, PlacedWork[]>();
  private readonly places = new Map<string, number>();
  /** Content ids that a DAO was given, by the DAO and their size: only contents of one size can be copies. */
  private readonly submittedTo = new Map<string, string[]>();
  /** SHA-256 of content without its salt, which stays on this node. */
  private readonly plainHashes = new Map<string, string>();
  private readonly waiting: string[] = [];
  private readonly following: ReturnType<typeof followChain>;
  private readonly outcomes: OutcomeScorers;
  private running = 0;
  private stopped = false;
  private live = false;

  constructor(options: CommitteeOptions) {
    this.options = options;
    this.seats = options.senders.map((sender, i) => {
      const modelFolder = options.modelFolders?.[i];
      const pool = new Piscina({
        filename: new URL('../scoring/worker.ts', import.meta.url).href,
        minThreads: 1,
        maxThreads: 1,
        workerData: modelFolder === undefined ? {} : { modelFolder },
      });
      const loaded = pool.run(smallestTask, { name: 'preview' }).catch(() => undefined);
      return { sender, pool, loaded, readers: new Map(), done: 0 };
    });
    this.following = followChain(options.node, followed, (block) => {
      for (const event of block.events) this.notice(event.name, event.data as Record<string, string>);
    });
    const { node, contentStore, log } = options;
    this.outcomes = new OutcomeScorers({ node, contentStore, seats: this.seats, log });
    void this.following.caughtUp.then(() => {
      this.live = true;
      this.pump();
      this.readAll();
    });
  }

  /** The accounts of the scorers, hex. */
  get accounts(): string[] {
    return this.seats.map(({ sender }) => sender.key.account);
  }
  /** What the status page shows. */
  status() {
    return this.seats.map(({ sender, done }) => ({
      address: formatAddress(sender.key.account),
      done,
      waiting: this.waiting.length + this.running,
    }));
  }

  /**
   * Extracts and scores bytes that nobody has submitted, in the last scorer's thread: as the next contribution of a DAO
   * where one is named, else as if nothing was known before them. Throws the extractor's errors.
   */
  async preview(kind: ContentKind, bytes: Uint8Array, next?: PreviewTask['next']): Promise<ScoreAnswer> {
    const { pool } = this.explainer;
    if (next !== undefined) await this.readerOf(this.explainer, next.dao).readUntil(Number.MAX_SAFE_INTEGER);
    const task: PreviewTask = { kind, bytes, ...(next === undefined ? {} : { next }) };
    try {
      return await pool.run(task, { name: 'preview' });
    } catch (error) {
      // A thread's errors arrive without their class; the sentence says which one it was.
      throw asScoringError(error) ?? error;
    }
  }

  /**
   * Whether a DAO was given exactly these bytes before, under whatever salt. Ids on the chain are salted and cannot tell,
   * so the node that has the contents refuses copies at its door.
   */
  async isCopy(dao: string, contentId: string): Promise<boolean> {
    const size = this.options.contentStore.sizeOf(contentId);
    const earlierOnes = this.submittedTo.get(`${dao}/${size}`) ?? [];
    if (earlierOnes.length === 0) return false;
    const hash = await this.plainHash(contentId);
    if (hash === undefined) return false;
    for (const earlier of earlierOnes) {
      if ((await this.plainHash(earlier)) !== hash) continue;
      // What no quorum scored was closed and may come again.
      if ((await reading(this.options.node, (state) => state.get(contents.read(dao, earlier)))) !== undefined)
        return true;
    }
    return false;
  }
  private async plainHash(contentId: string): Promise<string | undefined> {
    const known = this.plainHashes.get(contentId);
    if (known !== undefined) return known;
    const content = await this.options.contentStore.get(contentId);
    if (content === undefined) return undefined;
    const hash = createHash('sha256').update(content.bytes).digest('hex');
    this.plainHashes.set(contentId, hash);
    return hash;
  }

  /** Scores a submitted contribution again with its content's salt, for those who may see why; undefined without content. */
  async explain(contribution: string): Promise<ScoreAnswer | undefined> {
    const stored = await this.read(contribution);
    const content = stored === undefined ? undefined : await this.options.contentStore.get(stored.contentId);
    if (stored === undefined || content === undefined) return undefined;
    return this.compute(this.explainer, contribution, stored, content);
  }

  /** The scorer that also says why. */
  private get explainer(): ScorerSeat {
    const seat = this.seats.at(-1);
    if (seat === undefined) throw new Error('There is no scorer to ask.');
    return seat;
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.following.stop();
    this.outcomes.close();
    // A thread that is cut off while the native runtime loads or runs takes the process with it.
    await Promise.all(this.seats.map(({ loaded }) => loaded));
    await Promise.all(this.seats.map(({ pool }) => pool.close()));
  }

  private notice(name: string, data: Record<string, string>): void {
    const { contribution, contentId, kind } = data;
    // Evidence is kept like the work that it is about.
    if (name === 'disputes.evidenceGiven' && contentId !== undefined)
      void this.options.contentStore.claim(contentId);
    if (contribution === undefined) return;
    if (name === 'contributions.submitted' && contentId !== undefined) {
      const { dao = '', author = '', epoch } = data;
      const work = { contribution, contentId, author, epoch: Number(epoch), kind: kind as ContentKind };
      append(this.works, dao, work);
      this.places.set(contribution, (this.works.get(dao)?.length ?? 0) - 1);
      append(this.submittedTo, `${data['dao']}/${this.options.contentStore.sizeOf(contentId)}`, contentId);
      void this.options.contentStore.claim(contentId);
      this.enqueue(contribution);
    } else if (name === 'scorers.reopened' || name === 'disputes.reopened') this.enqueue(contribution);
    else if (name === 'scorers.scored' && !this.live) this.dequeue(contribution);
  }
  private enqueue(contribution: string): void {
    this.waiting.push(contribution);
    if (this.live) this.pump();
  }
  private dequeue(contribution: string): void {
    const at = this.waiting.indexOf(contribution);
    if (at >= 0) this.waiting.splice(at, 1);
  }
  private pump(): void {
    if (this.stopped || this.running >= jobsAtOnceMax || this.waiting.length === 0) return;
    this.running++;
    void this.next()
      .catch((error: unknown) => {
        if (!this.stopped)
          this.options.log.warn({ error: String(error) }, 'A contribution could not be scored.');
      })
      .finally(() => {
        this.running--;
        this.pump();
      });
  }

  /** Scores the next contribution. A newcomer's goes first: it is the one that somebody waits for. */
  private async next(): Promise<void> {
    const at = await reading(this.options.node, (state) =>
      this.waiting.slice(0, lookAheadMax).findIndex((contribution) => {
        const stored = state.get(contributions.read(contribution));
        if (stored === undefined) return false;
        const { dao, author } = stored;
        return state.get(stakes.read(dao, author)) === 0n && state.get(earned.read(dao, author)) === 0n;
      }),
    );
    const [contribution] = this.waiting.splice(Math.max(0, at), 1);
    // One more may begin while this one waits for blocks.
    this.pump();
    if (contribution !== undefined) await this.score(contribution);
  }

  private read(contribution: string): Promise<Contribution | undefined> {
    return reading(this.options.node, (state) => state.get(contributions.read(contribution)));
  }

  private async score(contribution: string): Promise<void> {
    const stored = await this.read(contribution);
    const content = stored === undefined ? undefined : await this.contentOf(stored.contentId);
    if (stored === undefined || content === undefined) throw new Error('Its content is not on this node.');
    await Promise.all(
      this.seats.map(async (seat) => {
        const { account } = seat.sender.key;
        if (!(await reading(this.options.node, (state) => sitsIn(state, stored.dao, account)))) return;
        const answer = await this.compute(seat, contribution, stored, content);
        await this.attest(seat, contribution, stored, answer);
        seat.done++;
      }),
    );
  }
  private async contentOf(contentId: string) {
    for (let tries = 1; ; tries++) {
      const content = await this.options.contentStore.get(contentId);
      if (content !== undefined || tries === contentTriesMax || this.stopped) return content;
      await sleep(200 * tries);
    }
  }
  /** What `seat` reads of a DAO. */
  private readerOf(seat: ScorerSeat, dao: string): ProjectReader {
    const known = seat.readers.get(dao);
    if (known !== undefined) return known;
    const works = this.works.get(dao) ?? [];
    this.works.set(dao, works);
    const reader = new ProjectReader({
      dao,
      works,
      pool: seat.pool,
      contentStore: this.options.contentStore,
    });
    seat.readers.set(dao, reader);
    return reader;
  }
  /** After a start the past is read ahead of the next contribution, which would wait for it. */
  private readAll(): void {
    for (const seat of this.seats)
      for (const [dao, works] of this.works)
        this.readerOf(seat, dao)
          .readUntil(works.length - 1)
          .catch((error: unknown) => {
            if (!this.stopped) this.options.log.warn({ error: String(error) }, 'The past could not be read.');
          });
  }

  /** Everything a scorer computes it computes in its own thread, what was known before the contribution included. */
  private async compute(
    seat: ScorerSeat,
    contribution: string,
    { dao, kind }: Contribution,
    { salt, bytes }: { readonly salt: string; readonly bytes: Uint8Array },
  ): Promise<ScoreAnswer> {
    const reader = this.readerOf(seat, dao);
    await reader.readUntil(this.places.get(contribution) ?? 0);
    const features = reader.featuresOf(contribution);
    if (features === undefined) throw new Error('Its content was not there, or not readable, in its turn.');
    const task: ScoreTask = { kind, bytes, salt: fromHex(salt), features };
    return seat.pool.run(task, { name: 'score' });
  }

  private async attest(
    seat: ScorerSeat,
    contribution: string,
    stored: Contribution,
    answer: ScoreAnswer,
  ): Promise<void> {
    const { account, secret } = seat.sender.key;
    const scoring = await reading(this.options.node, (state) => state.get(committees.read(stored.dao)));
    if (scoring === undefined) return;
    const { dao, contentId, epoch, asOf } = stored;
    const attestation = {
      dao,
      contribution,
      contentId,
      modelHash: stored.modelHash,
      extractorHash: stored.extractorHash,
      featuresHash: answer.featuresHash,
      scores: answer.scores,
      asOf,
      epoch,
      expiry: stored.submittedAt + stored.rule.scoringMs + scoring.windowMs,
    };
    // Derived from the key, so that a scorer that restarts between commit and reveal still knows it.
    const salt = createHash('sha256')
      .update(secret)
      .update(contribution)
      .update(answer.featuresHash)
      .digest('hex');
    const roundIn = (state: Node['state']) => state.get(rounds.read(contribution)) ?? emptyRound;
    const round = () => reading(this.options.node, roundIn);
    if (hasCommitted(await round(), account) === undefined) {
      const hash = commitmentOf(account, salt, attestation);
      const receipt = await seat.sender.send('scorers.commit', { contribution, dao, hash });
      if (receipt.status !== 'applied') throw new Error(`A commit was refused: ${receipt.code}.`);
    }
    if ((await round()).reveals.some(({ scorer }) => scorer === account)) return;
    await untilReveals(this.options.node, dao, roundIn, () => this.stopped);
    const { author, kind, rule } = stored;
    const pay = { author, kind, amountMax: rule.cap, fee: scoring.fee };
    for (let tries = 1; tries <= revealTriesMax; tries++) {
      const { status, code } = await seat.sender.send('scorers.reveal', { attestation, salt, pay });
      if (status === 'applied') return;
      if (code !== 'chain.notCovered' && code !== 'scorers.revealTooEarly')
        throw new Error(`A reveal was refused: ${code}.`);
    }
    throw new Error('A reveal was refused too often.');
  }
}
