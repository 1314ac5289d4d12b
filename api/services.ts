/** What the API asks of the parts that work beside the node: scorers, keeper and the demo's keys. */
import { z } from 'zod';
import { address, id } from '#chain/scalars.ts';
import type { ContentKind } from '#scoring/extract.ts';

const four = z.array(z.number().int()).length(4);

/** Why a score is what it is: bias + the entries of all rows = scores, exactly, in each dimension. */
export const explanation = z.object({
  /** Quality, quantity, impact, value. */
  scores: four,
  bias: four,
  rows: z.array(
    z.object({
      /** The feature's id. */
      id: z.string(),
      /** The feature's value in this contribution. */
      value: z.number().int(),
      entries: four,
    }),
  ),
  /** What the extractor saw, in words and counts. */
  summary: z.record(z.string(), z.unknown()).optional(),
  featuresHash: z.string().optional(),
  modelHash: z.string().optional(),
  extractorHash: z.string().optional(),
});
export type Explanation = z.output<typeof explanation>;

/** One of the embedded scorers or the keeper, as the status page shows it. */
export const serviceStatus = z.object({
  committee: z.object({
    scorers: z.array(z.object({ address, done: z.number().int(), waiting: z.number().int() })),
    modelHash: z.string(),
    extractorHash: z.string(),
  }),
  /** CometBFT beside this node; absent where the node orders alone. */
  comet: z
    .object({
      running: z.boolean(),
      /** How often it was started since the node was. */
      starts: z.number().int(),
      /** Batches that wait for a decision. */
      underWay: z.number().int(),
      height: z.number().int().optional(),
      peers: z.number().int().optional(),
      catchingUp: z.boolean().optional(),
      votingPower: z.number().int().optional(),
      version: z.string().optional(),
    })
    .optional(),
  keeper: z.object({ sent: z.number().int(), waiting: z.number().int(), lastError: z.string().optional() }),
});
export type ServiceStatus = z.input<typeof serviceStatus>;

/** A founder's key of the demo, so that the page can act as that founder. */
export const demoKey = z.object({ name: z.string(), address, secret: id });
type DemoKey = z.input<typeof demoKey>;

/** Whose next contribution a preview is about: a DAO's id, and an account or nobody yet, hex. */
interface NextOf {
  readonly dao: string;
  readonly author: string;
}

/** Implemented beside the node; all of it may be absent but `explanation` and `preview`. */
export interface Services {
  /** The explanation of a scored contribution; undefined before it is scored or when its bytes are gone. */
  explanation(contributionId: string): Promise<Explanation | undefined>;
  /**
   * Scores bytes without submitting them: as the next contribution of an author to a DAO (hex) where one is named, else as
   * if nothing was known before them. Throws `ScoringError` for bytes that cannot be scored.
   */
  preview(kind: ContentKind, bytes: Uint8Array, next?: NextOf): Promise<Explanation>;
  /**
   * The JSON payload of `scorers.challenge` for one scorer's reveal (hex account); undefined where the content is gone.
   * Whoever signs it learns nothing that the node would not show.
   */
  challenge?(contributionId: string, scorer: string): Promise<Record<string, unknown> | undefined>;
  /**
   * Asked before a submission is taken: answers the code of what is wrong with its content, or undefined. Throws
   * `ScoringError` for content that cannot be scored.
   */
  checkSubmission?(dao: string, kind: ContentKind, contentId: string): Promise<string | undefined>;
  status?(): ServiceStatus;
  demoKeys?(): Promise<readonly DemoKey[]>;
}
