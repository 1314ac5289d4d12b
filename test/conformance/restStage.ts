/** The stage behind the API: a real node on a test clock, spoken to through REST by the typed client, with real keys. */
import { ClientError } from '#api/client/clientError.ts';
import type { Access } from '#chain/access.ts';
import { daoAddress, formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { type ApiChain, registry, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import type { Stage } from './stage.ts';
import { depositOf } from './steps.ts';

export class RestStage implements Stage {
  readonly registry = registry;
  readonly genesisTime: number;
  private readonly chain: ApiChain;
  /** Ids of DAOs by the name that stands for their account. */
  private readonly daos = new Map<string, string>();

  /** Ends the names of accounts, so that those of one case are nobody else's. */
  private readonly suffix: string;

  private constructor(chain: ApiChain, suffix: string) {
    this.chain = chain;
    this.suffix = suffix;
    this.genesisTime = chain.node.genesis.time;
  }
  static async open(): Promise<RestStage> {
    return new RestStage(await startApiChain(), '');
  }
  /** A stage on a chain that others used before, with accounts of its own. */
  static on(chain: ApiChain, suffix: string): RestStage {
    return new RestStage(chain, suffix);
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
    return dao === undefined ? parseAddress(this.signer(name).address) : daoAddress(dao);
  }
  address(name: string): string {
    return formatAddress(this.account(name));
  }
  keyOf(name: string) {
    const { scheme, publicKey } = this.signer(name);
    return { scheme, publicKey };
  }
  private signer(name: string): ReturnType<typeof signerNamed> {
    return signerNamed(name + this.suffix);
  }
  nameDao(name: string, dao: string): void {
    this.daos.set(name, dao);
  }

  /** Sends a transaction through the client: `applied`, or the code of its rejection or refusal. */
  async send(sender: string, kind: string, payload: unknown): Promise<string> {
    try {
      const { status } = await this.chain.client.submitAny(kind, payload, this.signer(sender));
      return status;
    } catch (error) {
      if (error instanceof ClientError) return error.code;
      throw error;
    }
  }
  async apply(sender: string, kind: string, payload: unknown): Promise<string> {
    const dao = this.daos.get(sender);
    if (dao !== undefined) return this.decide(dao, kind, payload);
    return (await this.chain.client.submitAny(kind, payload, this.signer(sender))).id;
  }
  /** What a DAO does it does by a proposal that carried: proposed, voted, executed after the timelock. */
  private async decide(dao: string, kind: string, payload: unknown): Promise<string> {
    const { client } = this.chain;
    const ada = this.signer('ada');
    const actions = [{ kind, payload, mayFail: false }];
    const track = 'constitution';
    const words = { dao, track, title: 'By vote', body: '', ...depositOf(track) };
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

/** Cases count time from the genesis and begin in its first hour, so a chain whose clock was moved farther ends. */
const sharedMsMax = 30 * 60_000;

/** Nodes that serve one case after another: starting one takes longer than most cases do. */
export class SharedNodes {
  private chain: ApiChain | undefined;
  private served = 0;

  /** Runs a case on a chain where none of its names was used; a chain whose case failed serves no other. */
  async serve(run: (stage: RestStage) => Promise<void>): Promise<void> {
    const chain = this.chain ?? (await startApiChain());
    this.chain = undefined;
    try {
      await run(RestStage.on(chain, ` ${++this.served}`));
    } catch (error) {
      await chain.stop();
      throw error;
    }
    if (chain.node.head.time - chain.node.genesis.time > sharedMsMax) await chain.stop();
    else this.chain = chain;
  }
  async close(): Promise<void> {
    await this.chain?.stop();
  }
}
