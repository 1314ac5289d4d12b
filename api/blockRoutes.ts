/** Blocks. */
import { z } from 'zod';
import type { ChainBlock } from '#chain/node/chainBlock.ts';
import { height as heightSchema } from '#chain/scalars.ts';
import type { AppParts } from './appParts.ts';
import { answerPage, pageAsked, pageInput, pageSchema } from './listing.ts';
import { ApiError } from './problem.ts';
import { type AnyRoute, route } from './route.ts';

const headerOf = ({ hash, height, time, header, count }: ChainBlock) => ({
  id: hash,
  height,
  time,
  hash,
  parent: header.parent,
  stateRoot: header.stateRoot,
  engine: header.engine,
  ordered: header.ordered,
  transactions: count,
});
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const whole = { type: 'integer', minimum: 0 };
/** What every block has. */
const headerProperties = {
  id: hash,
  height: whole,
  time: whole,
  hash,
  parent: hash,
  stateRoot: hash,
  engine: whole,
  transactions: whole,
};
/** Only where CometBFT orders. */
const orderedProperty = {
  ordered: { ...whole, description: 'Height of the block of CometBFT that carried it.' },
};

const listInput = z.strictObject(pageInput);
const listRoute = ({ node }: AppParts): AnyRoute =>
  route<z.output<typeof listInput>>({
    method: 'get',
    path: '/v1/blocks',
    name: 'listBlocks',
    tag: 'chain',
    doc: 'Blocks, newest first.',
    input: listInput,
    answers: { 200: { doc: 'A page.', schema: pageSchema({ ...headerProperties, ...orderedProperty }) } },
    problems: ['api.badCursor'],
    handle(c, asked) {
      const { before, limit } = pageAsked('blocks', asked);
      const end = Math.min(before?.height ?? Number.POSITIVE_INFINITY, node.head.height + 1);
      const begin = Math.max(0, end - limit);
      const blocks = end > begin ? node.blocks(begin, end - begin).reverse() : [];
      const last = blocks.at(-1);
      const next =
        last !== undefined && last.height > 0 ? { height: last.height, index: 0, event: 0 } : undefined;
      c.header('X-Height', String(node.head.height));
      return answerPage(c, 'blocks', { items: blocks.map(headerOf), next });
    },
  });

const blockRoute = ({ node }: AppParts): AnyRoute =>
  route({
    method: 'get',
    path: '/v1/blocks/{height}',
    name: 'getBlock',
    tag: 'chain',
    doc: 'A block: its header, signature, and transactions with their status.',
    input: z.strictObject({ height: heightSchema }),
    answers: {
      200: {
        doc: 'The block.',
        schema: {
          type: 'object',
          required: [...Object.keys(headerProperties), 'signature', 'chainId'],
          properties: {
            ...headerProperties,
            ...orderedProperty,
            chainId: { type: 'string' },
            signature: { type: 'string' },
            transactions: { type: 'array', items: { type: 'object' } },
          },
        },
      },
    },
    problems: ['api.notFound'],
    handle(c, { height }) {
      const block = node.block(height);
      if (block === undefined)
        throw new ApiError('api.notFound', `The chain has not reached block ${height}.`);
      const transactions = block.transactions.map(({ id, transaction, receipt }, index) => ({
        id,
        index,
        kind: transaction?.kind.name ?? node.genesis.calls[index]?.kind ?? '',
        status: receipt.status,
        code: receipt.code,
      }));
      const { chainId } = block.header;
      return c.json({ ...headerOf(block), chainId, signature: block.signature, transactions });
    },
  });

export const blockRoutes = (parts: AppParts): AnyRoute[] => [listRoute(parts), blockRoute(parts)];
