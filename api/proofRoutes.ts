/** Proofs of cells under the newest signed header. */
import { z } from 'zod';
import type { Access } from '#chain/access.ts';
import { chainState } from '#chain/chainState.ts';
import type { Registry } from '#chain/registry.ts';
import { id, text } from '#chain/scalars.ts';
import type { AppParts } from './appParts.ts';
import { ApiError } from './problem.ts';
import { proofDocumentForm } from './proofForm.ts';
import { type AnyRoute, route } from './route.ts';

/** The collection that holds contributions, and with them what each was paid. */
const contributionsCollection = 'contributions.items';
/** A key of a cell has at most this many parts. */
const keyPartsMax = 4;

interface Readable {
  read(...key: unknown[]): Access<'read'>;
}
/** The cell of a collection and the JSON forms of its key's parts; throws ApiError naming what is wrong. */
const accessOf = (registry: Registry, name: string, parts: readonly string[]): Access<'read'> => {
  const all = [...chainState, ...registry.modules.flatMap(({ state }) => state)];
  const found = all.find(({ definition }) => definition.name === name);
  if (found === undefined) throw new ApiError('api.noProof', `There is no collection ${name}.`);
  const { keys } = found.definition;
  if (keys.length !== parts.length)
    throw new ApiError('api.badRequest', `key: ${name} has keys of ${keys.length} parts`);
  const key = keys.map((schema, i) => {
    const part = parts[i] ?? '';
    const number = /^(?:0|[1-9]\d{0,15})$/.test(part)
      ? z.safeDecode(schema, Number(part) as never)
      : undefined;
    const parsed = number?.success ? number : z.safeDecode(schema, part as never);
    if (parsed.success) return parsed.data;
    throw new ApiError(
      'api.badRequest',
      `key: part ${i + 1} ${parsed.error.issues[0]?.message ?? 'is wrong'}`,
    );
  });
  return (found as unknown as Readable).read(...key);
};

const input = z.strictObject({
  collection: text(40, 1),
  key: z.array(z.string().max(200)).max(keyPartsMax).optional(),
});

export const proofRoutes = ({ node }: AppParts): AnyRoute[] => [
  route<z.output<typeof input>>({
    method: 'get',
    path: '/v1/proofs',
    name: 'getProof',
    tag: 'proofs',
    doc: 'The proof that a cell has its value, or none: genesis, signed header, and the way from the cell to the root.',
    input,
    answers: { 200: { doc: 'A proof file.', schema: proofDocumentForm } },
    problems: ['api.noProof'],
    handle: async (c, { collection, key }) =>
      c.json(await node.prove(accessOf(node.registry, collection, key ?? []))),
  }),
  route({
    method: 'get',
    path: '/v1/proofs/contributions/{id}',
    name: 'getContributionProof',
    tag: 'proofs',
    doc: 'The proof of a contribution as the state holds it: author, scores, what it earned and what was paid.',
    input: z.strictObject({ id }),
    answers: { 200: { doc: 'A proof file.', schema: proofDocumentForm } },
    problems: ['api.noProof'],
    async handle(c, { id: key }) {
      const proof = await node.prove(accessOf(node.registry, contributionsCollection, [key]));
      if (proof.cell.value === null) throw new ApiError('api.noProof', 'No contribution has this id.');
      return c.json(proof);
    },
  }),
];
