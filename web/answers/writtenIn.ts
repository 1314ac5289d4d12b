/** What somebody wrote and no cell keeps: it stands in the event of the transaction that made the thing. */
import { client } from '../node.ts';

/** Empty where the event has no such field. */
export const writtenIn = async (transaction: string, event: string, field: string): Promise<string> => {
  const { events } = await client.transaction(transaction);
  return String(events.find(({ name }) => name === event)?.data[field] ?? '');
};
