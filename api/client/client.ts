/** The typed client of a node: queries, lists and transactions read off the modules; safe in browsers. */
import type { Query } from '#chain/module.ts';
import type { ProofDocument } from '#chain/proofs/proofDocument.ts';
import { createRegistry, type Registry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import type {
  BlockHeaderJson,
  BlockJson,
  ContributionExtras,
  DemoKeyJson,
  ExplanationJson,
  FlowsAsked,
  FlowsJson,
  GenesisJson,
  LanesJson,
  ReceiptJson,
  RewardsAsked,
  RewardsJson,
  ShareJson,
  SimulatedActionJson,
  SimulationJson,
  StatusJson,
  TransactionItemJson,
  TransactionJson,
  UploadedJson,
} from './answers.ts';
import { type BatchDraft, type BatchEntry, type BatchOptions, BatchSubmitter } from './batchSubmitter.ts';
import { EventFeed, type FeedEvent, type FeedOptions } from './eventFeed.ts';
import type { Json, KindName, Lists, PageAsked, PageJson, PayloadJson, Queries } from './jsonTypes.ts';
import { ShareSubmitter } from './shareSubmitter.ts';
import { type ClientSigner, type PendingJson, type SubmitOptions, Submitter } from './submitter.ts';
import { type Fetch, fillPath, type Search, Transport } from './transport.ts';
import type { ShareSigner } from './votingKeys.ts';

export interface ClientOptions {
  /** `http://localhost:4000`; empty for the page's own origin. */
  readonly url: string;
  /** The product's modules unless given. */
  readonly registry?: Registry;
  readonly fetch?: Fetch;
  /** Waits before something is sent again; by the machine's timer unless given. */
  readonly pause?: (ms: number) => Promise<void>;
}

export type ContributionJson = Awaited<ReturnType<Queries['contributions']['getContribution']>> &
  ContributionExtras;

type Call = (params: Search) => Promise<unknown>;
type Calls = Record<string, Record<string, Call>>;

const callsOf = (
  registry: Registry,
  transport: Transport,
  parts: (module: Registry['modules'][number]) => Readonly<Record<string, { readonly path: string }>>,
): Calls =>
  Object.fromEntries(
    registry.modules.map((module) => [
      module.name,
      Object.fromEntries(
        Object.entries(parts(module)).map(([name, { path: pattern }]) => [
          name,
          (params: Search = {}) => {
            const { path, search } = fillPath(`/v1${pattern}`, params);
            return transport.get(path, search);
          },
        ]),
      ),
    ]),
  );

/** Makes a client of the node at `url`. Every call throws ClientError where the node refuses or cannot be reached. */
export const createClient = ({ url, registry = createRegistry(modules), fetch, pause }: ClientOptions) => {
  const transport = new Transport(url, fetch);
  const submitter = new Submitter(transport, registry);
  const shareSubmitter = new ShareSubmitter(transport, registry, submitter);
  const batches = new BatchSubmitter(transport, registry, submitter, pause);
  function submit<K extends KindName>(
    kind: K,
    payload: PayloadJson<K>,
    signer: ClientSigner,
    options: SubmitOptions & { readonly wait: 'pending' },
  ): Promise<PendingJson>;
  function submit<K extends KindName>(
    kind: K,
    payload: PayloadJson<K>,
    signer: ClientSigner,
    options?: SubmitOptions,
  ): Promise<ReceiptJson>;
  function submit(kind: string, payload: unknown, signer: ClientSigner, options?: SubmitOptions) {
    return submitter.submit(kind, payload, signer, options);
  }
  return {
    registry,
    /** `query.<module>.<query>(params)`. */
    query: callsOf(
      registry,
      transport,
      ({ queries }) => queries as Readonly<Record<string, Query>>,
    ) as unknown as Queries,
    /** `list.<module>.<list>(filters)`. */
    list: callsOf(registry, transport, ({ lists }) => lists) as unknown as Lists,
    submit,
    /** Any kind by name, with a payload that only the node's schema checks. */
    submitAny: (kind: string, payload: unknown, signer: ClientSigner, options?: SubmitOptions) =>
      submitter.submit(kind, payload, signer, options),
    /**
     * Any number of transactions, each as signed wire bytes or as a draft to sign; one item for each, refusals too.
     * Those of one signer keep their order, and drafts of one signer are signed together: a person is asked once for up to
     * 4,096. What may pass later is sent again for some seconds, as the same bytes.
     */
    submitBatch: (entries: readonly BatchEntry[], options?: BatchOptions) => batches.submit(entries, options),
    /** Signs drafts with the nonces that follow, those of one signer together, and sends nothing. */
    signBatch: (drafts: readonly BatchDraft[], options?: BatchOptions) => batches.sign(drafts, options),
    /** Shares of votes of one payload (JSON form), up to 2,048, each 192 bytes in hex; one answer for each. */
    submitShares: (kind: string, payload: unknown, shares: readonly ShareJson[]) =>
      shareSubmitter.send(kind, payload, shares),
    /** One vote by a share of a voting key that counts at the height which the payload names; waits for its receipt. */
    castShare: <K extends KindName>(kind: K, payload: PayloadJson<K>, signer: ShareSigner) =>
      shareSubmitter.cast(kind, payload, signer),
    /** Any path of the API. */
    get: <T>(path: string, search?: Search) => transport.get<T>(path, search),
    status: () => transport.get<StatusJson>('/v1/status'),
    genesis: () => transport.get<GenesisJson>('/v1/genesis'),
    rewards: (asked: RewardsAsked = {}) => transport.get<RewardsJson>('/v1/rewards', { ...asked }),
    /** What came into a DAO's treasury and what left it, by purpose and period: exact sums. */
    flows: (dao: string, asked: FlowsAsked = {}) =>
      transport.get<FlowsJson>(`/v1/daos/${dao}/flows`, { ...asked }),
    /** A contribution with score, reasons, attestations, receipt and rewards. */
    contribution: (id: string) => transport.get<ContributionJson>(`/v1/contributions/${id}`),
    upload: (bytes: Uint8Array) =>
      transport.post<UploadedJson>('/v1/content', 'application/octet-stream', bytes),
    content: async (id: string): Promise<Uint8Array> => {
      const response = await transport.request(`/v1/content/${id}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    /** What bytes would be scored: as the next contribution of an author to a DAO where named, else without any past. */
    preview: (
      kind: 'code' | 'document',
      bytes: Uint8Array,
      next: { readonly dao?: string; readonly author?: string } = {},
    ) =>
      transport.post<ExplanationJson>('/v1/scoring/preview', 'application/octet-stream', bytes, {
        kind,
        ...next,
      }),
    /** What actions would do as a DAO if they ran now; nothing is changed. */
    simulate: (dao: string, actions: readonly SimulatedActionJson[]) =>
      transport.post<SimulationJson>(
        '/v1/proposals/simulate',
        'application/json',
        JSON.stringify({ dao, actions }),
      ),
    /** The payload of `scorers.challenge` for one scorer's reveal. */
    challenge: (contribution: string, scorer: string) =>
      transport.get<PayloadJson<'scorers.challenge'>>(`/v1/contributions/${contribution}/challenge`, {
        scorer,
      }),
    blocks: (asked: PageAsked = {}) => transport.get<PageJson<BlockHeaderJson>>('/v1/blocks', { ...asked }),
    block: (height: number) => transport.get<BlockJson>(`/v1/blocks/${height}`),
    transaction: (id: string) => transport.get<TransactionJson>(`/v1/transactions/${id}`),
    transactions: (
      asked: PageAsked & {
        readonly sender?: string;
        readonly kind?: string;
        readonly status?: ReceiptJson['status'];
      } = {},
    ) => transport.get<PageJson<TransactionItemJson>>('/v1/transactions', { ...asked }),
    /** How the node executed its newest blocks. */
    lanes: (limit = 20) => transport.get<LanesJson>('/v1/lanes', { limit }),
    proof: (collection: string, ...key: string[]) =>
      transport.get<Json<ProofDocument>>('/v1/proofs', { collection, key }),
    contributionProof: (id: string) => transport.get<Json<ProofDocument>>(`/v1/proofs/contributions/${id}`),
    demoKeys: () => transport.get<PageJson<DemoKeyJson>>('/v1/demo/keys'),
    advance: (ms: number) =>
      transport.post<{ height: number; time: number }>(
        '/v1/test/advance',
        'application/json',
        JSON.stringify({ ms }),
      ),
    /** Every event since the genesis, oldest first. */
    eventLog: (asked: PageAsked & { readonly module?: string; readonly dao?: string } = {}) =>
      transport.get<PageJson<FeedEvent>>('/v1/event-log', { ...asked }),
    /** Follows the chain until `close` is called. */
    events: (options: FeedOptions) => new EventFeed(transport, options),
  };
};
export type Client = ReturnType<typeof createClient>;
