/** Sends transactions of one local key, one after another, so that its nonces never race. */

import { schemeNumbers } from '#chain/crypto/schemes.ts';
import { Invalid } from '#chain/errors.ts';
import type { Node } from '#chain/node.ts';
import type { Receipt } from '#chain/receipt.ts';
import { kindOf } from '#chain/registry.ts';
import { encodeEnvelope, encodeTransaction, envelopeId } from '#chain/transaction.ts';
import type { LocalKey } from './localKeys.ts';

/** How long a transaction of the node's own may wait for a block. */
const validForMs = 10 * 60 * 1000;
const receiptTimeoutMs = 60_000;

export class Sender {
  readonly key: LocalKey;
  private readonly node: Node;
  private last: Promise<unknown> = Promise.resolve();

  constructor(node: Node, key: LocalKey) {
    this.node = node;
    this.key = key;
  }

  /**
   * Signs and sends a payload in memory form and waits for its receipt in a durable block. Rejects with `Invalid` where
   * the mempool refuses it, and with an Error where no block takes it in time.
   */
  send(kind: string, payload: unknown): Promise<Receipt> {
    const sent = this.last.then(() => this.sendNow(kind, payload));
    this.last = sent.catch(() => undefined);
    return sent;
  }

  private async sendNow(kind: string, payload: unknown): Promise<Receipt> {
    const { node, key } = this;
    await node.atRest();
    const envelope = encodeEnvelope({
      chainId: node.chainId,
      kind: kindOf(node.registry, kind),
      payload,
      sender: key.account,
      nonce: node.nextNonce(key.account),
      validUntil: node.state.time + validForMs,
    });
    const id = envelopeId(envelope);
    const { publicKey } = key;
    const signed = { scheme: schemeNumbers.ed25519, publicKey, signature: key.sign(id) };
    await node.submit(encodeTransaction(envelope, signed));
    const located = await node.waitFor(id, receiptTimeoutMs);
    if (located === undefined) throw new Invalid('chain.stopping', `No block took ${kind} in time.`);
    return located.receipt;
  }
}
