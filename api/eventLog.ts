/** Every event since the genesis in pages, oldest first: for auditors and others who keep books of their own. */
import { z } from 'zod';
import { id, text } from '#chain/scalars.ts';
import { BlockMessages } from './blockMessages.ts';
import { answerPage, itemProperties, pageAsked, pageInput, pageSchema } from './listing.ts';
import { type EventPlace, parsePlace } from './pageCursor.ts';
import type { ReadModel } from './readModel/readModel.ts';
import { type AnyRoute, route } from './route.ts';

const list = 'eventLog';
/** Blocks that one page looks through, so that a filter which fits nothing takes some milliseconds. */
const blocksPerPage = 500;

const input = z.strictObject({ module: text(40, 1).optional(), dao: id.optional(), ...pageInput });
const fields = z.object({ name: z.string(), data: z.record(z.string(), z.unknown()) });

/** `GET /v1/event-log`: a page is short where little in its blocks fits the filter; `next` is null at the head alone. */
export const eventLogRoute = (readModel: ReadModel): AnyRoute => {
  const messages = new BlockMessages(readModel.tables);
  return route<z.output<typeof input>>({
    method: 'get',
    path: '/v1/event-log',
    name: 'listEvents',
    tag: 'chain',
    doc: 'Every event from the genesis on, oldest first. The id of the last one, given to `GET /v1/events` as Last-Event-ID, goes on live.',
    input,
    answers: { 200: { doc: 'A page.', schema: pageSchema(itemProperties(fields)) } },
    problems: ['api.badCursor'],
    handle(c, { module, dao, ...asked }) {
      const { before: after, limit } = pageAsked(list, asked);
      const items: unknown[] = [];
      let last: EventPlace | undefined = after;
      const begin = after?.height ?? 0;
      const end = Math.min(begin + blocksPerPage, readModel.height + 1);
      for (let height = begin; height < end && items.length < limit; height++) {
        const block = readModel.block(height);
        if (block === undefined) break;
        for (const { event, id: place, data } of messages.of(block, { module, dao }, last)) {
          if (event === 'event') {
            if (items.length === limit) break;
            items.push({ id: place, ...(JSON.parse(data) as object) });
          }
          last = parsePlace(place);
        }
      }
      const done = last === undefined || (last.height === readModel.height && items.length < limit);
      c.header('X-Height', String(readModel.height));
      return answerPage(c, list, { items, next: done ? undefined : last });
    },
  });
};
