/** The stage behind the API: a real node on a test clock, spoken to through REST by the typed client, with real keys. */
import { ClientError } from '#api/client/clientError.ts';
import type { Access } from '#chain/access.ts';
import { daoAddress, formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { type ApiChain, registry, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import type { Stage } from './stage.ts';

export class RestStage implements Stage {
  readonly registry = registry;
  readonly genesisTime: number;
  private readonly chain: ApiChain;
  /** Ids of DAOs by the name that stands for their account. */
  private readonly daos = new Map<string, string>();

  private constructor(chain: ApiChain) {
    this.chain = chain;
    this.genesisTime = chain.node.genesis.time;
  }
  static async open(): Promise<RestStage> {
    return new RestStage(await startApiChain());
  }
  /** The chain behind the stage. */
  get api(): ApiChain {
    return this.chain;
  }
  close(): Promise<void> {
    return this.chain.stop();
  }

  account(name: string): string {
    const dao = this.daos.get(name);
    return dao === undefined ? parseAddress(signerNamed(name).address) : daoAddress(dao);
  }
  address(name: string): string {
    return formatAddress(this.account(name));
  }
  keyOf(name: string) {
    const { scheme, publicKey } = signerNamed(name);
    return { scheme, publicKey };
  }
  nameDao(name: string, dao: string): void {
    this.daos.set(name, dao);
  }

  /** Sends a transaction through the client: `applied`, or the code of its rejection or refusal. */
  async send(sender: string, kind: string, payload: unknown): Promise<string> {
    try {
      const { status } = await this.chain.client.submitAny(kind, payload, signerNamed(sender));
      return status;
    } catch (error) {
      if (error instanceof ClientError) return error.code;
      throw error;
    }
  }
  async apply(sender: string, kind: string, payload: unknown): Promise<string> {
    const dao = this.daos.get(sender);
    if (dao !== undefined) return this.decide(dao, kind, payload);
    return (await this.chain.client.submitAny(kind, payload, signerNamed(sender))).id;
  }
  /** What a DAO does it does by a proposal that carried: proposed, voted, executed after the timelock. */
  private async decide(dao: string, kind: string, payload: unknown): Promise<string> {
    const { client } = this.chain;
    const ada = signerNamed('ada');
    const actions = [{ kind, payload, mayFail: false }];
    const words = { dao, track: 'constitution', title: 'By vote', body: '' };
    const { id: proposal } = await client.submitAny('proposals.create', { ...words, actions }, ada);
    const { snapshotHeight, voteStart, executableAt } = await client.query.proposals.getProposal({
      proposal,
    });
    if (voteStart > this.chain.node.head.time) await this.nextBlockAt(voteStart);
    const vote = { proposal, token: dao, snapshotHeight, choice: 'for', reason: '' };
    await client.submitAny('proposals.vote', vote, ada);
    await this.nextBlockAt(executableAt);
    return (await client.submitAny('proposals.execute', { proposal, dao, actions }, ada)).id;
  }
  async get<V>(access: Access<'read', V> | Access<'past', V>): Promise<V> {
    await this.chain.node.atRest();
    return this.chain.node.state.get(access);
  }
  async now() {
    const { height, time } = this.chain.node.head;
    return { height, time };
  }
  async pass(ms: number): Promise<void> {
    await this.chain.client.advance(ms);
  }
  /** An empty block stands right before, so that the next transaction's block has exactly this time. */
  async nextBlockAt(timeMs: number): Promise<void> {
    const { time } = this.chain.node.head;
    if (timeMs <= time) throw new RangeError('Header time only grows.');
    if (timeMs - 1 > time) await this.chain.client.advance(timeMs - 1 - time);
  }
}
