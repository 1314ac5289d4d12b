/** Events in their JSON form, as receipts and streams tell them. */
import { z } from 'zod';
import type { EmittedEvent } from '#chain/receipt.ts';
import type { Registry } from '#chain/registry.ts';
import type { EventData } from './readModel/eventLists.ts';

interface EventJson {
  /** `module.event`. */
  readonly name: string;
  readonly data: EventData;
}

/** The JSON form of an event. */
export const eventToJson = (registry: Registry, { name, data }: EmittedEvent): EventJson => {
  const kind = registry.events.get(name);
  if (kind === undefined) throw new Error(`There is no event ${name}.`);
  return { name, data: z.encode(kind.schema, data) as EventData };
};
