/** One contribution with all that belongs to it: score and reasons, attestations, receipt and money. */
import { z } from 'zod';
import { address, id } from '#chain/scalars.ts';
import type { AppParts } from './appParts.ts';
import { itemOf, runQuery } from './moduleRoutes.ts';
import { ApiError } from './problem.ts';
import { listEvents } from './readModel/eventLists.ts';
import { listRewards } from './readModel/rewardLists.ts';
import { receiptSchema, receiptToJson } from './receiptJson.ts';
import { type AnyRoute, jsonSchemaOf, route } from './route.ts';
import { explanation } from './services.ts';

/** Payments of one contribution: immediate, vesting, and one stream payment a claim; the newest are shown. */
const rewardsShownMax = 100;
/** A committee has at most seven members, who may score again after a slash. */
const attestationsShownMax = 50;

/** More than the module's own query; absent on chains without that module. */
const oneRoute = ({ node, readModel, services }: AppParts): AnyRoute[] => {
  const query = node.registry.modules.find(({ name }) => name === 'contributions')?.queries[
    'getContribution'
  ];
  if (query === undefined) return [];
  const attested = node.registry.events.has('scorers.revealed');
  const stored = jsonSchemaOf(query.result) as { properties?: object };
  return [
    route({
      method: 'get',
      path: '/v1/contributions/{contribution}',
      name: 'contributions.getContribution',
      tag: 'contributions',
      doc: 'A contribution: its score with reasons, its attestations, its receipt and its rewards.',
      input: z.strictObject({ contribution: id }),
      answers: {
        200: {
          doc: 'The contribution.',
          schema: {
            type: 'object',
            required: ['id', 'contribution', 'attestations', 'rewards'],
            properties: {
              ...stored.properties,
              id: { type: 'string' },
              explanation: jsonSchemaOf(explanation),
              receipt: receiptSchema,
              attestations: { type: 'array', items: { type: 'object' } },
              rewards: { type: 'array', items: { type: 'object' } },
            },
          },
        },
      },
      problems: [query.notFound ?? 'api.notFound'],
      async handle(c, { contribution }) {
        await node.atRest();
        const height = node.state.height;
        const current = runQuery(node, query, { contribution });
        const located = node.transaction(contribution);
        const attestations = attested
          ? listEvents(readModel, 'scorers.revealed', {
              fields: { contribution },
              limit: attestationsShownMax,
            }).items
          : [];
        const rewards = listRewards(readModel, { contribution }, { limit: rewardsShownMax }).items;
        // The scorer may have to run again for its reasons, so it is asked last.
        const reasons =
          current['scores'] === undefined ? undefined : await services.explanation(contribution);
        c.header('X-Height', String(height));
        return c.json({
          id: contribution,
          ...current,
          ...(reasons === undefined ? {} : { explanation: reasons }),
          ...(located === undefined ? {} : { receipt: receiptToJson(node.registry, located) }),
          attestations: attestations.map((one) => itemOf(one, {})),
          rewards,
        });
      },
    }),
  ];
};

/** What a challenge of one scorer's reveal has to carry; the features stay off the chain until somebody challenges. */
const challengeRoute = ({ services }: AppParts): AnyRoute[] => {
  const { challenge } = services;
  if (challenge === undefined) return [];
  return [
    route({
      method: 'get',
      path: '/v1/contributions/{contribution}/challenge',
      name: 'getChallenge',
      tag: 'contributions',
      doc: 'The payload of `scorers.challenge` for one scorer: features and table rows with their Merkle paths.',
      input: z.strictObject({ contribution: id, scorer: address }),
      answers: { 200: { doc: 'The payload.', schema: { type: 'object' } } },
      problems: ['api.notFound'],
      async handle(c, { contribution, scorer }) {
        const payload = await challenge(contribution, scorer);
        if (payload === undefined)
          throw new ApiError('api.notFound', 'No content of this contribution is here.');
        return c.json(payload);
      },
    }),
  ];
};

export const contributionRoutes = (parts: AppParts): AnyRoute[] => [
  ...oneRoute(parts),
  ...challengeRoute(parts),
];
