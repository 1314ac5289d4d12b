/** Reads a DAO's earlier contributions on this device, in the order of the chain, as its scorers do. */
import { fromHex } from '#chain/crypto/bytes.ts';
import { fullPage } from '../answers/fullPage.ts';
import { client } from '../node.ts';
import type { DeviceScorer } from './deviceScorer.ts';

/** A content with the salt that its id was made with. */
export interface SaltedContent {
  readonly bytes: Uint8Array;
  readonly salt: Uint8Array;
}

/** How far reading is. */
export interface PastProgress {
  readonly read: number;
  readonly of: number;
}

/** Bytes of a content, null where the node has none any more. */
export async function fetchContent(id: string): Promise<SaltedContent | null> {
  const response = await fetch(`/v1/content/${id}`);
  if (response.status === 404) return null;
  // The client words any other refusal; its bytes are not needed.
  if (!response.ok) await client.content(id);
  return {
    bytes: new Uint8Array(await response.arrayBuffer()),
    salt: fromHex(response.headers.get('x-salt') ?? ''),
  };
}

/** Items asked for at once, and contents fetched side by side. */
const pageItems = 100;
const fetchesAtOnce = 6;

type Item = Awaited<ReturnType<typeof client.list.contributions.contributions>>['items'][number];

/** What of the DAO is not read yet, oldest first, up to and with `until` where it is given. */
async function unreadOf(
  dao: string,
  read: ReadonlySet<string>,
  until: string | undefined,
): Promise<readonly Item[]> {
  const unread: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await fullPage(
      (asked) => client.list.contributions.contributions({ dao, ...asked }),
      pageItems,
      cursor,
    );
    const known = items.findIndex(({ contribution }) => read.has(contribution));
    unread.push(...(known < 0 ? items : items.slice(0, known)));
    cursor = known < 0 ? (next ?? undefined) : undefined;
  } while (cursor !== undefined);
  const end = until === undefined ? 0 : unread.findIndex(({ contribution }) => contribution === until);
  return end < 0 ? [] : unread.slice(end).reverse();
}

async function readNow(
  scorer: DeviceScorer,
  dao: string,
  until: string | undefined,
  onProgress: (progress: PastProgress) => void,
): Promise<void> {
  const read = scorer.read.get(dao) ?? new Set<string>();
  scorer.read.set(dao, read);
  if (until !== undefined && read.has(until)) return;
  const unread = await unreadOf(dao, read, until);
  for (let at = 0; at < unread.length; at += fetchesAtOnce) {
    const some = unread.slice(at, at + fetchesAtOnce);
    const contents = await Promise.all(some.map(({ contentId }) => fetchContent(contentId)));
    for (const [index, { contribution, author, epoch, kind }] of some.entries()) {
      const bytes = contents[index]?.bytes ?? null;
      await scorer.ask({ task: 'append', dao, contribution, author, epoch, kind, bytes });
      read.add(contribution);
    }
    onProgress({ read: at + some.length, of: unread.length });
  }
}

const turns = new WeakMap<DeviceScorer, Promise<void>>();

/**
 * Reads all contributions of a DAO that `scorer` has not read, or those up to `until`. One reading at a time; what is read
 * stays read. Throws where the node does not answer.
 */
export function readPast(
  scorer: DeviceScorer,
  dao: string,
  until?: string,
  onProgress: (progress: PastProgress) => void = () => undefined,
): Promise<void> {
  const turn = (turns.get(scorer) ?? Promise.resolve()).then(() => readNow(scorer, dao, until, onProgress));
  turns.set(
    scorer,
    turn.catch(() => undefined),
  );
  return turn;
}
