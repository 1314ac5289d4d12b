/** What event streams say of a block: made from its bytes, once for all who follow with the same filter. */
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import { type EventPlace, formatPlace, isBefore } from './pageCursor.ts';
import type { EventTable } from './readModel/tables.ts';

/** A server-sent event. */
export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}
export interface MessageFilter {
  readonly module?: string | undefined;
  /** Only events whose field `dao` is this. */
  readonly dao?: string | undefined;
}
interface EventMessage extends Message {
  readonly place: EventPlace;
  readonly dao: unknown;
}

/** Lists of messages kept, and messages in them, of about half a kilobyte each: for those who follow at the same pace. */
const listsMax = 64;
const messagesMax = 20_000;

/** Keeps the messages of the blocks that were asked for last. */
export class BlockMessages {
  private readonly tables: ReadonlyMap<string, EventTable>;
  private readonly lists = new Map<string, readonly EventMessage[]>();
  private kept = 0;

  constructor(tables: ReadonlyMap<string, EventTable>) {
    this.tables = tables;
  }

  /** The messages of a block behind `after`: its events, then the block itself. */
  of(block: ChainBlock, { module, dao }: MessageFilter, after?: EventPlace): Message[] {
    const { height, time, hash, count } = block;
    const end = { height, index: count, event: 0 };
    if (after !== undefined && !isBefore(after, end)) return [];
    const events = this.eventsOf(block, module).filter(
      (message) =>
        (dao === undefined || message.dao === dao) && (after === undefined || isBefore(after, message.place)),
    );
    const data = JSON.stringify({ height, time, hash, transactions: count });
    return [...events, { event: 'block', id: formatPlace(end), data }].map((message) => ({
      event: message.event,
      id: message.id,
      data: message.data,
    }));
  }

  private eventsOf(block: ChainBlock, module: string | undefined): readonly EventMessage[] {
    const name = `${block.height} ${module ?? ''}`;
    const known = this.lists.get(name);
    if (known !== undefined) return known;
    const made = this.make(block, module);
    this.lists.set(name, made);
    this.kept += made.length;
    for (const [oldest, messages] of this.lists) {
      if (this.lists.size <= listsMax && this.kept <= messagesMax) break;
      this.lists.delete(oldest);
      this.kept -= messages.length;
    }
    return made;
  }

  private make(block: ChainBlock, module: string | undefined): EventMessage[] {
    const { height, time } = block;
    const messages: EventMessage[] = [];
    const wants = (name: string): boolean => module === undefined || name.startsWith(`${module}.`);
    block.walkEvents(wants, ({ name, transaction, index, position }, reader) => {
      const data = this.tables.get(name)?.reader.json(reader);
      if (data === undefined) throw new Error(`There is no table for ${name}.`);
      const place = { height, index, event: position };
      const text = JSON.stringify({ name, height, time, transaction, index, data });
      messages.push({ event: 'event', id: formatPlace(place), data: text, place, dao: data['dao'] });
    });
    return messages;
  }
}
