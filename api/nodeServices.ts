/** What the API asks beside the chain: why a score is what it is, what content would score, what a challenge needs. */
import { z } from 'zod';
import { toHex } from '#chain/crypto/bytes.ts';
import type { Node } from '#chain/node.ts';
import type { ContentStore } from '#chain/storage/contentStore.ts';
import { contributions, escrow } from '#governance/contributions/state.ts';
import { epochAt, policies } from '#governance/daos/state.ts';
import { challengePayload } from '#governance/scorers/challenge.ts';
import { bonds, committees } from '#governance/scorers/state.ts';
import { defaultModelFolder, extractorHashOf, readModelFolder, readTables } from '#scoring/modelFolder.ts';
import { rowPath, rowsFor } from '#scoring/reference.ts';
import type { ScoreAnswer } from '#scoring/worker.ts';
import type { Committee } from './committee.ts';
import { type FolderKeys, founderNames } from './demo.ts';
import type { Keeper } from './keeper/keeper.ts';
import type { CometEngine } from './network/cometEngine.ts';
import { ApiError } from './problem.ts';
import type { Explanation, Services } from './services.ts';

/** Explanations kept in memory: a page and its neighbours. */
const explanationsMax = 500;

const explanationOf = (answer: ScoreAnswer): Explanation => ({
  scores: answer.scores,
  bias: answer.bias,
  rows: answer.rows.map(({ id, value, entries }) => ({ id, value, entries })),
  summary: answer.summary as unknown as Record<string, unknown>,
  featuresHash: answer.featuresHash,
  modelHash: answer.modelHash,
  extractorHash: answer.extractorHash,
});

export interface NodeServicesOptions {
  readonly node: Node;
  readonly contentStore: ContentStore;
  readonly committee: Committee;
  /** Absent where the node orders alone. */
  readonly engine?: CometEngine | undefined;
  readonly keeper: Keeper;
  /** Founders' keys, where this is the demo. */
  readonly demoKeys?: FolderKeys;
}

export const nodeServices = (options: NodeServicesOptions): Services => {
  const { node, contentStore, committee, engine, keeper, demoKeys } = options;
  const { modelHash } = readModelFolder(defaultModelFolder);
  const extractorHash = extractorHashOf();
  const known = new Map<string, ScoreAnswer>();
  const answerOf = async (contribution: string): Promise<ScoreAnswer | undefined> => {
    const before = known.get(contribution);
    if (before !== undefined) return before;
    const answer = await committee.explain(contribution);
    if (answer === undefined) return undefined;
    if (known.size >= explanationsMax) known.delete(known.keys().next().value as string);
    known.set(contribution, answer);
    return answer;
  };
  return {
    async explanation(contribution) {
      const answer = await answerOf(contribution).catch(() => undefined);
      return answer === undefined ? undefined : explanationOf(answer);
    },
    async preview(kind, bytes, next) {
      if (next === undefined) return explanationOf(await committee.preview(kind, bytes));
      await node.atRest();
      const { genesisTime, time } = node.state;
      const policy = node.state.get(policies.read(next.dao));
      if (policy === undefined) throw new ApiError('api.notFound', 'No DAO has this id.');
      const epoch = epochAt(time, genesisTime, policy.epochMs);
      return explanationOf(await committee.preview(kind, bytes, { ...next, epoch }));
    },
    async challenge(contribution, scorer) {
      await node.atRest();
      const stored = node.state.get(contributions.read(contribution));
      const content = stored === undefined ? undefined : await contentStore.get(stored.contentId);
      const answer = await answerOf(contribution);
      if (stored === undefined || content === undefined || answer === undefined) return undefined;
      await node.atRest();
      const { dao, author, kind, epoch } = stored;
      const tables = readTables(defaultModelFolder);
      const payload: z.output<typeof challengePayload> = {
        dao,
        contribution,
        scorer,
        author,
        kind,
        epoch,
        modelHash: stored.modelHash,
        bond: node.state.get(bonds.read(dao, scorer)),
        escrowed: node.state.get(escrow.read(dao, contribution)),
        challengeBond: node.state.get(committees.read(dao))?.challengeBond ?? 0n,
        features: answer.features,
        salt: content.salt,
        rows: rowsFor(tables, answer.features).map((row) => {
          const { index, siblings } = rowPath(tables, row);
          return { ...row, entries: [...row.entries], index, siblings: siblings.map(toHex) };
        }),
      };
      return z.encode(challengePayload, payload) as unknown as Record<string, unknown>;
    },
    /** Content that is not here or cannot be scored would wait for ever, so it is refused at the door. */
    async checkSubmission(dao, kind, contentId) {
      const content = await contentStore.get(contentId);
      if (content === undefined) return 'api.contentUnknown';
      if (await committee.isCopy(dao, contentId)) return 'contributions.alreadySubmitted';
      await committee.preview(kind, content.bytes);
      return undefined;
    },
    status: () => ({
      ...(engine === undefined ? {} : { comet: engine.status }),
      committee: { scorers: committee.status(), modelHash, extractorHash },
      keeper: keeper.status(),
    }),
    ...(demoKeys === undefined
      ? {}
      : {
          demoKeys: async () =>
            demoKeys.founders.map((key, i) => ({
              name: founderNames[i] ?? '',
              address: key.address,
              secret: toHex(key.secret),
            })),
        }),
  };
};
