/** How the lanes of this node executed its newest blocks. */
import { z } from 'zod';
import { integer } from '#chain/scalars.ts';
import { type LaneReports, laneWindowBlocks } from './laneReports.ts';
import { pageSchema } from './listing.ts';
import { type AnyRoute, route } from './route.ts';

/** Reports of an answer when nobody says how many. */
const reportsGiven = 20;

type Schema = Readonly<Record<string, unknown>>;
const whole = { type: 'integer', minimum: 0 };
const ms = { type: 'number', minimum: 0, description: 'Milliseconds.' };
const objectOf = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const eachPhase = (schema: Schema): Record<string, Schema> => ({
  group: schema,
  execute: schema,
  commit: schema,
  roots: schema,
});
const byLane = (description: string): Schema => ({
  type: 'array',
  items: whole,
  minItems: 256,
  maxItems: 256,
  description,
});

const workers = {
  type: 'array',
  description: 'What each worker did.',
  items: objectOf({
    executed: { ...whole, description: 'Transactions that it executed.' },
    share: { type: 'number', minimum: 0, maximum: 1, description: 'Of all that were executed.' },
    moved: { ...whole, description: 'Of those, prepared by another worker and moved with their group.' },
    written: { ...whole, description: 'Cells that it wrote as owner of their lanes.' },
    busyMs: objectOf({ execute: ms, stage: ms, commit: ms }),
    waitedMs: { ...ms, description: 'Milliseconds in which it had ended and the slowest worker had not.' },
  }),
};
/** What blocks have and their totals too. */
const shared = {
  transactions: whole,
  applied: whole,
  rejected: whole,
  notAdmitted: whole,
  groups: { ...whole, description: 'Groups run side by side.' },
  joined: { ...whole, description: 'Transactions that share a group, and so waited for each other.' },
  conflicts: { ...whole, description: 'Cells for which transactions had to wait for each other.' },
  uncoveredDraws: { ...whole, description: 'Cells that could not cover all draws, served in block order.' },
  crossLaneCells: {
    ...whole,
    description: 'Cells written in a lane of another worker than the executing one.',
  },
  moduleFaults: whole,
  movedLanes: { ...whole, description: 'Lanes given to another owner, so that load is even.' },
  retries: { ...whole, description: 'Runs that were repeated because a worker was lost.' },
  workers,
  lanes: byLane('Cells written in each lane.'),
};
const totals = objectOf({
  blocks: { ...whole, maximum: laneWindowBlocks, description: 'Blocks that the totals are over.' },
  ...shared,
  phasesMs: objectOf({
    ...eachPhase(objectOf({ median: ms, p99: ms })),
    total: objectOf({ median: ms, p99: ms }),
  }),
});

const input = z.strictObject({ limit: integer(1, laneWindowBlocks).optional() });

export const laneRoutes = (reports: LaneReports): AnyRoute[] => [
  route<z.output<typeof input>>({
    method: 'get',
    path: '/v1/lanes',
    name: 'listLaneReports',
    tag: 'chain',
    doc: `How this node executed its newest blocks in parallel: load and owner of each lane, groups, conflicts, phases, what each worker did; with totals over at most ${laneWindowBlocks} blocks.`,
    input,
    answers: {
      200: {
        doc: 'Reports, newest first; none from before the node started.',
        schema: pageSchema(
          {
            height: whole,
            time: whole,
            ...shared,
            phasesMs: objectOf(eachPhase(ms)),
            owners: byLane('The worker that owns each lane, from 0.'),
          },
          { totals },
        ),
      },
    },
    handle: (c, { limit }) =>
      c.json({ items: reports.newest(limit ?? reportsGiven), next: null, totals: reports.totals() }),
  }),
];
