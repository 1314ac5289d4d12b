/** Answers of the routes that are not read off modules. */
import type { Placed } from './jsonTypes.ts';

interface EventJson {
  /** `module.event`. */
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}
/** What a transaction did. */
export interface ReceiptJson {
  readonly id: string;
  readonly status: 'applied' | 'rejected' | 'notAdmitted';
  /** Empty when applied. */
  readonly code: string;
  /** The sentence of the code; empty when applied. */
  readonly message: string;
  readonly height: number;
  readonly index: number;
  readonly time: number;
  readonly events: readonly EventJson[];
}
export interface StatusJson {
  readonly chainId: string;
  readonly name: string;
  readonly genesisHash: string;
  readonly genesisTime: number;
  readonly height: number;
  /** Header time of the newest block. */
  readonly time: number;
  readonly hash: string;
  readonly stateRoot: string;
  readonly engine: number;
  readonly testClock: boolean;
  readonly sequencers: readonly string[];
  readonly rpIds: readonly string[];
  /** From here `validUntil` is counted. */
  readonly now: number;
  readonly validForMsMax: number;
  readonly unbondingMinMs: number;
  readonly mempool: number;
  readonly readModel: { readonly height: number; readonly lag: number };
  readonly committee?: {
    readonly scorers: readonly {
      readonly address: string;
      readonly done: number;
      readonly waiting: number;
    }[];
    readonly modelHash: string;
    readonly extractorHash: string;
  };
  /** CometBFT beside the node; absent where the node orders alone. */
  readonly comet?: {
    readonly running: boolean;
    readonly starts: number;
    readonly underWay: number;
    readonly height?: number;
    readonly peers?: number;
    readonly catchingUp?: boolean;
    readonly votingPower?: number;
    readonly version?: string;
  };
  readonly keeper?: { readonly sent: number; readonly waiting: number; readonly lastError?: string };
}
export interface GenesisJson {
  readonly hash: string;
  /** Canonical bytes in hex. */
  readonly genesis: string;
}
export interface RewardJson extends Placed {
  /** The module whose rule paid. */
  readonly module: string;
  readonly account: string;
  readonly token: string;
  readonly amount: string;
  readonly dao: string;
  /** Empty where the payment is for no contribution. */
  readonly contribution: string;
  readonly kind: string;
  readonly part: string;
}
export interface RewardTotalJson {
  readonly token: string;
  readonly amount: string;
  readonly payments: number;
}
export interface RewardsJson {
  readonly items: readonly RewardJson[];
  readonly next: string | null;
  readonly totals: readonly RewardTotalJson[];
}
export interface RewardsAsked {
  readonly account?: string | undefined;
  readonly dao?: string | undefined;
  readonly contribution?: string | undefined;
  readonly kind?: string | undefined;
  /** Header time in milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Header time in milliseconds, exclusive. */
  readonly to?: number | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}
/** Sums under one purpose, decimal in smallest units. */
export interface FlowJson {
  readonly purpose: string;
  readonly received: string;
  readonly sent: string;
  readonly movements: number;
}
export interface FlowsJson {
  readonly dao: string;
  readonly account: string;
  readonly token: string;
  readonly by: 'epoch' | 'month';
  readonly height: number;
  readonly time: number;
  readonly balance: string;
  /** Balance less what the totals add up to; `0` where they explain every unit. */
  readonly unexplained: string;
  readonly totals: readonly FlowJson[];
  /** Newest first. */
  readonly periods: readonly {
    readonly number: number;
    readonly from: number;
    readonly to: number;
    /** At the end of the period. */
    readonly balance: string;
    readonly flows: readonly FlowJson[];
  }[];
  /** The `before` of older periods. */
  readonly next: number | null;
  /** Tokens other than the DAO's own that ever came in. */
  readonly tokens: readonly string[];
}
export interface FlowsAsked {
  readonly token?: string | undefined;
  readonly by?: 'epoch' | 'month' | undefined;
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
}
export interface ExplanationJson {
  /** Quality, quantity, impact, value. */
  readonly scores: readonly number[];
  readonly bias: readonly number[];
  readonly rows: readonly {
    readonly id: string;
    readonly value: number;
    readonly entries: readonly number[];
  }[];
  readonly summary?: Readonly<Record<string, unknown>>;
  readonly featuresHash?: string;
  readonly modelHash?: string;
  readonly extractorHash?: string;
}
interface AttestationJson extends Placed {
  readonly contribution: string;
  readonly dao: string;
  readonly scorer: string;
  readonly scores: readonly number[];
  readonly featuresHash: string;
}
/** What `GET /v1/contributions/{id}` adds to the module's own query. */
/** An action to try, as a proposal would carry it. */
export interface SimulatedActionJson {
  readonly kind: string;
  readonly payload: unknown;
  readonly mayFail?: boolean;
}
export interface SimulationJson {
  readonly height: number;
  readonly time: number;
  /** Whether no action that must not fail would be rejected. */
  readonly wouldRun: boolean;
  readonly actions: readonly {
    readonly kind: string;
    /** Empty where it would take effect. */
    readonly code: string;
    readonly message?: string;
    readonly events: readonly { readonly name: string; readonly data: Readonly<Record<string, unknown>> }[];
  }[];
}
export interface ContributionExtras {
  readonly id: string;
  readonly explanation?: ExplanationJson;
  readonly receipt?: ReceiptJson;
  readonly attestations: readonly AttestationJson[];
  readonly rewards: readonly RewardJson[];
}
export interface BlockHeaderJson {
  readonly id: string;
  readonly height: number;
  readonly time: number;
  readonly hash: string;
  readonly parent: string;
  readonly stateRoot: string;
  readonly engine: number;
  /** Height of the block of CometBFT that carried it; absent where the embedded sequencer orders. */
  readonly ordered?: number;
  /** How many. */
  readonly transactions: number;
}
export interface BlockJson extends Omit<BlockHeaderJson, 'transactions'> {
  readonly chainId: string;
  readonly signature: string;
  readonly transactions: readonly {
    readonly id: string;
    readonly index: number;
    readonly kind: string;
    readonly status: ReceiptJson['status'];
    readonly code: string;
  }[];
}
export interface TransactionJson extends ReceiptJson {
  /** Absent for calls of genesis, which nobody signed. */
  readonly envelope?: {
    readonly chainId: string;
    readonly kind: string;
    readonly payload: Readonly<Record<string, unknown>>;
    readonly sender: string;
    readonly nonce: number;
    readonly validUntil: number;
    readonly sponsor?: string;
  };
  readonly scheme?: number;
  readonly publicKey?: string;
  readonly signature?: string | Readonly<Record<string, string>>;
  /** Of one that was signed with others: its place from 0, how many they are, and what leads from its id to the signed root. */
  readonly path?: { readonly place: number; readonly count: number; readonly siblings: string };
}
export interface TransactionItemJson {
  readonly id: string;
  readonly height: number;
  readonly index: number;
  readonly time: number;
  readonly kind: string;
  readonly sender: string;
  readonly nonce: number;
  readonly status: ReceiptJson['status'];
  readonly code: string;
}
/** What one worker did; milliseconds with decimals. */
export interface WorkerReportJson {
  /** Transactions that it executed. */
  readonly executed: number;
  /** Of all that were executed, 0 … 1. */
  readonly share: number;
  /** Of those, prepared by another worker and moved to this one with their group. */
  readonly moved: number;
  /** Cells that it wrote as owner of their lanes. */
  readonly written: number;
  readonly busyMs: Readonly<Record<'execute' | 'stage' | 'commit', number>>;
  /** In which it had ended and the slowest worker had not. */
  readonly waitedMs: number;
}
/** What one of many got. */
export interface BulkItemJson {
  readonly id?: string;
  /** `known` was sent before; from `applied` on it is in a block. */
  readonly status: 'pending' | 'known' | 'refused' | ReceiptJson['status'];
  /** Of one that is known and in a block. */
  readonly receipt?: ReceiptJson['status'];
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
}
export interface BulkJson {
  readonly items: readonly BulkItemJson[];
}
/** A share of a vote: `merit1…`, and 192 bytes in hex. */
export interface ShareJson {
  readonly voter: string;
  readonly share: string;
}

type LanePhase = 'group' | 'execute' | 'commit' | 'roots';
interface LaneCounts {
  readonly transactions: number;
  readonly applied: number;
  readonly rejected: number;
  readonly notAdmitted: number;
  readonly groups: number;
  /** Transactions in groups of two and more. */
  readonly joined: number;
  /** Cells for which transactions had to wait for each other. */
  readonly conflicts: number;
  readonly uncoveredDraws: number;
  readonly crossLaneCells: number;
  readonly moduleFaults: number;
  /** Lanes given to another owner, so that load is even. */
  readonly movedLanes: number;
  /** Runs that were repeated because a worker was lost. */
  readonly retries: number;
  readonly workers: readonly WorkerReportJson[];
  /** Cells written in each of the 256 lanes. */
  readonly lanes: readonly number[];
}
/** How a node executed one block. */
export interface LaneReportJson extends LaneCounts {
  readonly id: string;
  readonly height: number;
  readonly time: number;
  readonly phasesMs: Readonly<Record<LanePhase, number>>;
  /** The worker, from 0, that owns each of the 256 lanes. */
  readonly owners: readonly number[];
}
/** What a node's reports say together. */
export interface LaneTotalsJson extends LaneCounts {
  readonly blocks: number;
  /** Of blocks that hold transactions; zeros where there is none. */
  readonly phasesMs: Readonly<Record<LanePhase | 'total', { readonly median: number; readonly p99: number }>>;
}
export interface LanesJson {
  /** Newest first. */
  readonly items: readonly LaneReportJson[];
  readonly next: null;
  /** Over every block that the node remembers, not only over `items`. */
  readonly totals: LaneTotalsJson;
}
export interface UploadedJson {
  readonly id: string;
  readonly salt: string;
  readonly bytes: number;
}
export interface DemoKeyJson {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly secret: string;
}
