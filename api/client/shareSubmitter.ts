/** Casts one vote by a share: signs what all sign who vote alike, has the node add it up with others, waits for its receipt. */
import { votedOn } from '#chain/bundle.ts';
import { kindOf, type Registry } from '#chain/registry.ts';
import type { BulkJson, ReceiptJson, ShareJson, StatusJson } from './answers.ts';
import { ClientError } from './clientError.ts';
import type { Submitter } from './submitter.ts';
import type { Transport } from './transport.ts';
import type { ShareSigner } from './votingKeys.ts';

/** A share has no nonce, so that the same vote has the same id whenever it is sent, and one receipt for ever. */
const sentBefore =
  'The same vote was sent as a share before, and a share is answered once; vote with a signature of your own.';

/** Sends shares for one client. */
export class ShareSubmitter {
  private readonly transport: Transport;
  private readonly registry: Registry;
  private readonly submitter: Submitter;

  constructor(transport: Transport, registry: Registry, submitter: Submitter) {
    this.transport = transport;
    this.registry = registry;
    this.submitter = submitter;
  }

  /** Shares of votes of one payload; one answer for each, in their order. */
  send(kind: string, payload: unknown, shares: readonly ShareJson[]): Promise<BulkJson> {
    return this.transport.post('/v1/votes', 'application/json', JSON.stringify({ kind, payload, shares }));
  }

  /**
   * Sends one vote and waits until it is in a block; a vote that was sent before is waited for alike. Throws ClientError
   * where the share is refused or the vote rejected.
   */
  async cast(name: string, payload: unknown, signer: ShareSigner): Promise<ReceiptJson> {
    const parsed = this.submitter.parse(name, payload);
    const { chainId } = await this.transport.get<StatusJson>('/v1/status');
    const { message } = this.submitter.told(() => votedOn(kindOf(this.registry, name), chainId, parsed));
    const share = await signer.sign(message);
    const { items } = await this.send(name, payload, [{ voter: signer.address, share }]);
    const [item] = items;
    if (item?.id === undefined) {
      const { code = 'client.badAnswer', message = 'The node did not answer.', detail = '' } = item ?? {};
      throw new ClientError(code, message, detail, this.registry.errors.get(code)?.status ?? 0);
    }
    try {
      return await this.submitter.receipt(item.id);
    } catch (error) {
      // A code of the registry is the receipt's own; any other says that no receipt came.
      const isRejected = error instanceof ClientError && this.registry.errors.has(error.code);
      if (item.status !== 'known' || !isRejected) throw error;
      throw new ClientError(error.code, error.title, sentBefore, error.status);
    }
  }
}
