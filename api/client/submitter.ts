/** Signs and sends transactions: fetches chain and nonce, builds the envelope by the chain's own codec, waits for the receipt. */
import { formatAddress, parseAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { eip712Digest, type Readable } from '#chain/crypto/eip712.ts';
import { signerOf } from '#chain/crypto/sign.ts';
import { secp256k1SignerOf } from '#chain/crypto/signSecp256k1.ts';
import { Invalid } from '#chain/errors.ts';
import { kindOf, parsePayload, type Registry } from '#chain/registry.ts';
import { encodeEnvelope, envelopeId, type WebAuthnSignature } from '#chain/transaction.ts';
import type { ReceiptJson } from './answers.ts';
import { ClientError } from './clientError.ts';
import { signAlone, type Unsigned } from './signing.ts';
import type { Transport } from './transport.ts';

/** A key that signs: ed25519 (0), secp256k1 (1) or a passkey (2). */
export interface ClientSigner {
  readonly scheme: 0 | 1 | 2;
  /** Hex. */
  readonly publicKey: string;
  /** `merit1…`; the account that sends, whose key this is. */
  readonly address: string;
  /**
   * Signs the id (32 bytes) of a transaction or of a batch of them, or for secp256k1 its typed data: 64 bytes in hex for
   * ed25519 and secp256k1, the three parts of an assertion in hex for a passkey.
   */
  sign(id: Uint8Array, readable: Readable): Promise<string | WebAuthnSignature>;
}

/** The signer of an ed25519 secret of 64 hex digits. */
export const ed25519Signer = (secret: string): ClientSigner => {
  const { scheme, publicKey, address, sign } = signerOf(secret);
  return {
    scheme,
    publicKey,
    address: formatAddress(address),
    sign: async (id) => sign(toHex(id)),
  };
};

/** The signer of a secp256k1 secret of 64 hex digits, such as an Ethereum account's. */
export const secp256k1Signer = (secret: string): ClientSigner => {
  const { scheme, publicKey, address, sign } = secp256k1SignerOf(secret);
  return {
    scheme,
    publicKey,
    address: formatAddress(address),
    sign: async (_, readable) => sign(eip712Digest(readable)),
  };
};

export interface SubmitOptions {
  /** `committed` (the default) resolves with the receipt, `pending` as soon as the transaction waits for a block. */
  readonly wait?: 'committed' | 'pending';
  /** How long the transaction stays valid; ten minutes unless given. */
  readonly validForMs?: number;
}
export interface PendingJson {
  readonly id: string;
  readonly status: 'pending';
}
interface NonceJson {
  readonly nonce: number;
  readonly chainId: string;
  readonly now: number;
}

/** What an envelope says besides kind, payload and sender. */
interface Place {
  readonly nonce: number;
  readonly chainId: string;
  readonly validUntil: number;
}

/** Long enough for a person to find the passkey, short enough that a lost transaction is soon dead. */
const validForMs = 600_000;
/** Another device of the same account may take the nonce meanwhile; more often than this something else is wrong. */
const nonceRetries = 2;
/** How long a receipt is waited for. */
const receiptWaitMs = 60_000;

/** Sends transactions of any account; those of one account one after another, so that they do not race for a nonce. */
export class Submitter {
  private readonly transport: Transport;
  private readonly registry: Registry;
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(transport: Transport, registry: Registry) {
    this.transport = transport;
    this.registry = registry;
  }

  /** Throws ClientError where the transaction is refused, rejected, or its receipt does not come in time. */
  async submit(
    kind: string,
    payload: unknown,
    signer: ClientSigner,
    { wait = 'committed', validForMs: validity = validForMs }: SubmitOptions = {},
  ): Promise<ReceiptJson | PendingJson> {
    const id = await this.inTurn([signer.address], () => this.send(kind, payload, signer, validity));
    return wait === 'pending' ? { id, status: 'pending' } : await this.receipt(id);
  }

  /** Runs once all that was begun before for any of these accounts is done. Places are taken all at once: no two wait for each other. */
  async inTurn<T>(addresses: readonly string[], run: () => Promise<T>): Promise<T> {
    const before = addresses.map((address) => this.turns.get(address)?.catch(() => undefined));
    const done = Promise.all(before).then(run);
    for (const address of addresses) this.turns.set(address, done);
    try {
      return await done;
    } finally {
      for (const address of addresses) if (this.turns.get(address) === done) this.turns.delete(address);
    }
  }

  /** Where the signer's next transaction stands: its nonce, those that wait counted. */
  async placeOf(signer: ClientSigner, validity = validForMs): Promise<Place> {
    const path = `/v1/accounts/${encodeURIComponent(signer.address)}/nonce`;
    const { nonce, chainId, now } = await this.transport.get<NonceJson>(path);
    return { nonce, chainId, validUntil: now + validity };
  }

  private async send(
    kind: string,
    payload: unknown,
    signer: ClientSigner,
    validity: number,
  ): Promise<string> {
    for (let tries = 0; ; tries++) {
      const place = await this.placeOf(signer, validity);
      const wire = await signAlone(this.unsigned(kind, payload, signer, place), signer);
      try {
        return (await this.transport.post<PendingJson>('/v1/transactions', 'application/cbor', wire)).id;
      } catch (error) {
        if (!(error instanceof ClientError) || error.code !== 'chain.nonceUsed' || tries === nonceRetries)
          throw error;
      }
    }
  }

  /** A transaction at a place, ready to be signed. Throws ClientError where the payload does not fit its schema. */
  unsigned(name: string, payload: unknown, signer: ClientSigner, place: Place): Unsigned {
    // First, for it tells of a kind that nobody knows as of any other fault.
    const parsed = this.parse(name, payload);
    const sender = parseAddress(signer.address);
    const envelope = { ...place, kind: kindOf(this.registry, name), payload: parsed, sender };
    const bytes = encodeEnvelope(envelope);
    return { envelope, bytes, id: envelopeId(bytes) };
  }

  /** The payload in memory form. Throws ClientError where it does not fit its schema. */
  parse(name: string, payload: unknown): unknown {
    return this.told(() => parsePayload(this.registry, name, payload));
  }

  /** What `make` answers; a refusal by the chain's own code is thrown as ClientError, as the node would tell it. */
  told<T>(make: () => T): T {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      const title = this.registry.errors.get(error.code)?.message ?? 'The payload is malformed.';
      throw new ClientError(error.code, title, error.detail, 400);
    }
  }

  /** Waits for the receipt of a transaction. Throws ClientError where it is rejected, or does not come in time. */
  async receipt(id: string): Promise<ReceiptJson> {
    const deadline = performance.now() + receiptWaitMs;
    for (;;) {
      try {
        const receipt = await this.transport.get<ReceiptJson>(`/v1/receipts/${id}`, { wait: 'committed' });
        if (receipt.status === 'applied') return receipt;
        const status = this.registry.errors.get(receipt.code)?.status ?? 409;
        throw new ClientError(receipt.code, receipt.message, '', status);
      } catch (error) {
        if (!(error instanceof ClientError) || error.code !== 'api.notFound') throw error;
        if (performance.now() > deadline)
          throw new ClientError('client.timeout', 'The transaction was sent and is in no block yet.', id);
      }
    }
  }
}
