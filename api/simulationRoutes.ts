/** Trying actions before they are voted on: what each would do as the DAO, now. */
import { z } from 'zod';
import { callsMax } from '#chain/limits.ts';
import { parsePayload } from '#chain/registry.ts';
import type { Call } from '#chain/scalars.ts';
import { daos } from '#governance/daos/state.ts';
import { simulateActions } from '#governance/proposals/simulating.ts';
import type { AppContext } from './appParts.ts';
import { eventToJson } from './eventJson.ts';
import { ApiError, Refused } from './problem.ts';
import { expectMediaType, jsonBytesMax, readBody, textOfBody } from './requestBody.ts';
import { type AnyRoute, nothing, route } from './route.ts';
import { parseStrictJson } from './strictJson.ts';

const nowhere = '00'.repeat(32);
const string = { type: 'string' } as const;
const action = {
  type: 'object',
  required: ['kind', 'payload'],
  properties: {
    kind: string,
    payload: { description: 'As an object, or its canonical bytes in hex.' },
    mayFail: { type: 'boolean' },
  },
};
const tried = {
  type: 'object',
  required: ['kind', 'code', 'events'],
  properties: {
    kind: string,
    code: { ...string, description: 'What would reject it; empty where it would take effect.' },
    message: string,
    events: {
      type: 'array',
      items: { type: 'object', properties: { name: string, data: { type: 'object' } } },
    },
  },
};

export const simulationRoutes = ({ node, catalogue }: AppContext): AnyRoute[] => [
  route({
    method: 'post',
    path: '/v1/proposals/simulate',
    name: 'simulateActions',
    tag: 'proposals',
    doc: 'What actions would do as a DAO if they ran now, one after another; nothing is changed and nothing is signed.',
    input: nothing,
    body: {
      doc: 'The DAO and its actions.',
      content: {
        'application/json': {
          type: 'object',
          required: ['dao', 'actions'],
          properties: { dao: string, actions: { type: 'array', maxItems: callsMax, items: action } },
        },
      },
    },
    answers: {
      200: {
        doc: 'What became of each action.',
        schema: {
          type: 'object',
          required: ['height', 'time', 'wouldRun', 'actions'],
          properties: {
            height: { type: 'integer', description: 'The block whose state it was tried on.' },
            time: { type: 'integer' },
            wouldRun: {
              type: 'boolean',
              description: 'Whether no action that must not fail would be rejected.',
            },
            actions: { type: 'array', items: tried },
          },
        },
      },
    },
    problems: [
      'chain.malformed',
      'chain.unknownKind',
      'chain.tooManyCells',
      'daos.notFound',
      'api.badJson',
      'api.badRequest',
      'api.bodyTooLarge',
      'api.unsupportedMediaType',
      'api.rateLimited',
    ],
    async handle(c) {
      expectMediaType(c, 'application/json');
      const asked = parseStrictJson(textOfBody(await readBody(c, jsonBytesMax)));
      if (!z.object({ dao: z.unknown(), actions: z.array(z.unknown()) }).safeParse(asked).success)
        throw new ApiError('api.badRequest', 'It takes an object with dao and actions.');
      const { dao, actions } = asked as { dao: unknown; actions: unknown };
      const payload = parsePayload(node.registry, 'proposals.execute', { proposal: nowhere, dao, actions });
      const parsed = payload as { dao: string; actions: readonly Call[] };
      await node.atRest();
      const { state } = node;
      if (state.get(daos.read(parsed.dao)) === undefined) throw new Refused('daos.notFound');
      const found = simulateActions(node.registry, node.facts, state, parsed);
      return c.json({
        height: state.height,
        time: state.time,
        wouldRun: found.every(({ code }, i) => code === '' || parsed.actions[i]?.mayFail === true),
        actions: found.map(({ code, events }, i) => ({
          kind: parsed.actions[i]?.kind ?? '',
          code,
          ...(code === '' ? {} : { message: catalogue.get(code)?.message ?? code }),
          events: events.map((event) => eventToJson(node.registry, event)),
        })),
      });
    },
  }),
];
