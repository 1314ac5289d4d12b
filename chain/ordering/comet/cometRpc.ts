/** What is asked of a running CometBFT over its RPC: to take a batch, and how it stands. */
import { z } from 'zod';
import type { CometPool } from './cometOrdering.ts';

/** A local engine answers within milliseconds; a stalled one must not hold batches for ever. */
const answerMsMax = 10_000;

const answer = z.object({
  result: z.unknown().optional(),
  error: z.object({ message: z.string(), data: z.string().optional() }).optional(),
});
const status = z.object({
  node_info: z.object({ id: z.string(), network: z.string(), version: z.string() }),
  sync_info: z.object({ latest_block_height: z.string(), catching_up: z.boolean() }),
  validator_info: z.object({ voting_power: z.string() }),
});
const network = z.object({ n_peers: z.string() });

export interface CometStatus {
  readonly version: string;
  readonly height: number;
  readonly catchingUp: boolean;
  readonly votingPower: number;
  readonly peers: number;
}

export class CometRpc implements CometPool {
  private readonly url: string;

  /** @param url such as `http://127.0.0.1:26657` */
  constructor(url: string) {
    this.url = url;
  }

  async broadcast(batch: Uint8Array): Promise<void> {
    await this.ask('broadcast_tx_sync', { tx: Buffer.from(batch).toString('base64') });
  }

  async status(): Promise<CometStatus> {
    const said = status.parse(await this.ask('status', {}));
    const { n_peers } = network.parse(await this.ask('net_info', {}));
    return {
      version: said.node_info.version,
      height: Number(said.sync_info.latest_block_height),
      catchingUp: said.sync_info.catching_up,
      votingPower: Number(said.validator_info.voting_power),
      peers: Number(n_peers),
    };
  }

  private async ask(method: string, params: object): Promise<unknown> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(answerMsMax),
    });
    const { result, error } = answer.parse(await response.json());
    if (error !== undefined) throw new Error(`CometBFT refuses ${method}: ${error.data ?? error.message}`);
    return result;
  }
}
