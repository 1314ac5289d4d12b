/** A chain on which several cases of the conformance suite happen at once, and whoever wants to may try anything. */
import { z } from 'zod';
import type { Access } from '#chain/access.ts';
import type { CellWrite } from '#chain/checkpoints.ts';
import type { EmittedEvent } from '#chain/receipt.ts';
import { DevStage, GuideChain, type Sent } from '../conformance/devStage.ts';
import type { Overwritten } from '../support/conservation.ts';
import { Books } from './books.ts';
import { Words } from './words.ts';

/** How often a case may ask for its turn or for a value; the longest of them undisturbed needs a tenth of it. */
const askedMax = 5_000;

/** A transaction that somebody sent, in JSON form, and the stage whose names it uses. */
export interface Step {
  readonly player: Player;
  readonly sender: string;
  readonly kind: string;
  readonly payload: unknown;
}

export class Scene {
  readonly chain = new GuideChain();
  readonly log: Step[] = [];
  readonly words = new Words();
  /** How often each kind was applied. */
  readonly applied = new Map<string, number>();
  /** The DAO that players share, once there is one. */
  dao: string | undefined;
  steps = 0;
  private overwritten: Overwritten[] = [];
  private readonly books = new Books(this.chain);

  constructor() {
    const { state } = this.chain;
    const apply = state.apply.bind(state);
    state.apply = (writes: readonly CellWrite[]): void => {
      this.overwritten = writes.map(({ key, value }) => ({ key, before: state.read(key), after: value }));
      apply(writes);
    };
  }

  /** Runs one transaction and holds what it did against the books. */
  run(step: Step, send: () => Sent): Sent {
    this.overwritten = [];
    const sent = send();
    this.log.push(step);
    this.words.learn(step.payload);
    // Refused at the door: nothing was executed.
    if (sent.receipt === undefined) return sent;
    this.steps++;
    this.words.learnId(sent.receipt.id);
    for (const { name, data } of sent.receipt.events as readonly EmittedEvent[])
      this.words.learn(this.jsonOf(name, data));
    if (sent.code === 'applied') this.applied.set(step.kind, (this.applied.get(step.kind) ?? 0) + 1);
    this.books.check(step.player.account(step.sender), step.kind, sent.receipt, this.overwritten);
    return sent;
  }
  private jsonOf(event: string, data: unknown): unknown {
    const schema = this.chain.registry.events.get(event)?.schema;
    return schema === undefined ? undefined : z.encode(schema, data as never);
  }

  /** Counts everything again, from all cells. */
  close(): void {
    this.books.close();
  }
}

/** One case on the scene; it waits for its turn before each step, and goes on where a step of it is refused. */
export class Player extends DevStage {
  private readonly scene: Scene;
  private readonly turn: () => Promise<void>;
  private readonly shares: boolean;
  private asked = 0;

  constructor(scene: Scene, shares: boolean, turn: () => Promise<void>) {
    super(scene.chain);
    this.scene = scene;
    this.turn = turn;
    this.shares = shares;
  }

  private async next(): Promise<void> {
    if (++this.asked > askedMax) throw new Error('The case goes on without end.');
    await this.turn();
  }
  override send(sender: string, kind: string, payload: unknown): Sent {
    const step = { player: this, sender, kind, payload };
    return this.scene.run(step, () => super.send(sender, kind, payload));
  }
  override async apply(sender: string, kind: string, payload: unknown): Promise<string> {
    await this.next();
    if (kind === 'daos.create' && this.shares && this.scene.dao !== undefined) return this.scene.dao;
    const { code, receipt } = this.send(sender, kind, payload);
    if (receipt === undefined) throw new Error(`${kind} was refused: ${code}.`);
    if (kind === 'daos.create' && code === 'applied') this.scene.dao ??= receipt.id;
    return receipt.id;
  }
  /** A case that waits for what others made impossible would wait for ever. */
  override async get<V>(access: Access<'read', V> | Access<'past', V>): Promise<V> {
    if (++this.asked > askedMax) throw new Error('The case asks without end.');
    return super.get(access);
  }
  override async pass(ms: number): Promise<void> {
    await this.next();
    await super.pass(ms);
  }
  /** A time that others let pass already is now. */
  override async nextBlockAt(timeMs: number): Promise<void> {
    await this.next();
    if (timeMs > this.chain.time) await super.nextBlockAt(timeMs);
  }
}
