/** The constitution's text: the chain keeps its hash, and the events that set it carry the words. */
import { utf8 } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { client } from '../node.ts';
import type { DaoJson } from './daoQueries.ts';
import { fullPage } from './fullPage.ts';

/** Runs of proposals that are looked through for the text in force. */
const runsMax = 200;

/** Finds the text whose hash the chain holds; undefined where none of the newest runs set it. */
const findText = async ({ dao, constitutionHash }: DaoJson): Promise<string | undefined> => {
  const holds = (text: unknown): text is string =>
    typeof text === 'string' && sha256Hex(utf8(text)) === constitutionHash;
  const created = await client.transaction(dao);
  const first = created.events.find((event) => event.name === 'daos.created' && event.data['dao'] === dao);
  if (holds(first?.data['constitution'])) return first.data['constitution'];
  const runs = { kind: 'proposals.execute', status: 'applied' } as const;
  const { items } = await fullPage((asked) => client.transactions({ ...runs, ...asked }), runsMax);
  for (const { id } of items) {
    const { events } = await client.transaction(id);
    const set = events.find((event) => event.name === 'daos.constitutionSet' && event.data['dao'] === dao);
    if (holds(set?.data['constitution'])) return set.data['constitution'];
  }
  return undefined;
};

/** Read again when the hash changes; null where the text is not found. */
export const constitutionQuery = (dao: DaoJson | undefined) =>
  ({
    queryKey: ['constitution', dao?.dao, dao?.constitutionHash],
    enabled: dao !== undefined,
    queryFn: async () => (dao === undefined ? null : ((await findText(dao)) ?? null)),
  }) as const;
