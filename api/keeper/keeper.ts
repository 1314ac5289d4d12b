/** The keeper: sends what is due by time, as anyone may; it never votes, accepts or decides. */
import type { Log, Node } from '#chain/node.ts';
import { followChain } from '../followChain.ts';
import type { Sender } from '../sender.ts';
import { keeperDuties } from './duties.ts';
import type { Duty } from './duty.ts';
import { Timetable } from './timetable.ts';

/** How often the clock is looked at when no block comes. */
const lookEveryMs = 1_000;
/** A transaction that was refused is not tried again before this time, by the machine's clock. */
const retryAfterMs = 30_000;

export class Keeper {
  private readonly node: Node;
  private readonly sender: Sender;
  private readonly log: Log;
  private readonly duties: ReadonlyMap<string, Duty>;
  /** By header time. */
  private readonly timetable = new Timetable();
  /** What was refused, by the machine's clock. */
  private readonly retries = new Timetable();
  private readonly following: ReturnType<typeof followChain>;
  private readonly timer: NodeJS.Timeout;
  private busy = false;
  private sent = 0;
  private lastError: string | undefined;

  constructor(node: Node, sender: Sender, log: Log, duties = keeperDuties()) {
    this.duties = new Map(duties.map((duty) => [duty.name, duty]));
    this.node = node;
    this.sender = sender;
    this.log = log;
    const events = [...new Set([...this.duties.values()].flatMap((duty) => duty.events))];
    this.following = followChain(node, events, (block) => {
      for (const event of block.events) this.notice(event.name, event.data as Record<string, unknown>);
      void this.look();
    });
    this.timer = setInterval(() => void this.look(), lookEveryMs);
  }

  status() {
    const waiting = this.timetable.size + this.retries.size;
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

  private notice(event: string, data: Record<string, unknown>): void {
    for (const duty of this.duties.values()) {
      const name = duty.events.includes(event) ? duty.caseOf(event, data) : undefined;
      if (name !== undefined) this.timetable.put(`${duty.name} ${name}`, 0);
    }
  }

  private async look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await this.node.atRest();
      for (const name of this.retries.take(Date.now())) this.timetable.put(name, 0);
      // What is sent is looked at again at once: it may be done, or due again later.
      for (let due = this.take(); due.length > 0; due = this.take())
        for (const name of due) await this.lookAtSafely(name);
    } finally {
      this.busy = false;
    }
  }

  /** One that cannot be looked at is tried again later and keeps no other waiting. */
  private async lookAtSafely(name: string): Promise<void> {
    try {
      await this.lookAt(name);
    } catch (error) {
      this.lastError = `${name}: ${error}`;
      this.log.warn(
        { name, error: String(error) },
        'What may be due could not be looked at; it is tried again.',
      );
      this.retries.put(name, Date.now() + retryAfterMs);
    }
  }

  private take(): string[] {
    return this.timetable.take(this.node.state.time);
  }

  private async lookAt(name: string): Promise<void> {
    const [duty = '', one = ''] = name.split(' ');
    const need = this.duties.get(duty)?.look(this.node.state, one);
    if (need === undefined || need === 'done') return;
    if ('at' in need) return this.timetable.put(name, need.at);
    const { kind, payload } = need.send;
    const code = await this.send(kind, payload);
    await this.node.atRest();
    if (code === '') return this.timetable.put(name, 0);
    this.lastError = `${kind}: ${code}`;
    this.log.warn({ kind, code }, 'What was due was refused; it is tried again later.');
    this.retries.put(name, Date.now() + retryAfterMs);
  }

  /** The code that it was rejected with, empty where it took effect. */
  private async send(kind: string, payload: unknown): Promise<string> {
    try {
      const { status, code } = await this.sender.send(kind, payload);
      if (status !== 'applied') return code;
      this.sent++;
      return '';
    } catch (error) {
      return String(error);
    }
  }
}
