/** Signs and sends many transactions: within the bounds of a batch, those of one signer under one signature, in the order of nonces, sent again where that helps. */
import { present } from '#chain/errors.ts';
import { encodeList } from '#chain/lists.ts';
import type { Registry } from '#chain/registry.ts';
import { senderOfWire } from '#chain/transaction.ts';
import { splitBatches } from '../batchForm.ts';
import type { BulkItemJson, BulkJson } from './answers.ts';
import { ClientError } from './clientError.ts';
import { signTogether, type Unsigned } from './signing.ts';
import type { ClientSigner, Submitter } from './submitter.ts';
import type { Transport } from './transport.ts';

/** A transaction to be signed. */
export interface BatchDraft {
  readonly kind: string;
  /** JSON form. */
  readonly payload: unknown;
  readonly signer: ClientSigner;
}
/** Wire bytes of a transaction that is signed already, or a draft of one. */
export type BatchEntry = Uint8Array | BatchDraft;

export interface BatchOptions {
  /** `pending` (the default) resolves when all wait for a block, `committed` once the node had time to say what became of each. */
  readonly wait?: 'committed' | 'pending';
  /** How long drafts stay valid; ten minutes unless given. */
  readonly validForMs?: number;
}

/** What passes by itself: room in the mempool, the rate of the address, a lost connection. */
const passing: ReadonlySet<string> = new Set([
  'chain.mempoolFull',
  'chain.accountQueueFull',
  'api.rateLimited',
  'api.starting',
  'client.unreachable',
]);
const batchPath = '/v1/transactions/batch';
/** Rounds in a row in which nothing more was taken: with the pauses below some 19 seconds. */
const idleRoundsMax = 8;
const pauseMs = 100;
const pauseMsMax = 6_400;

/** One transaction on its way. */
interface Sent {
  readonly wire: Uint8Array;
  /** Hex account; empty where the bytes are no transaction, which follow nothing. */
  readonly sender: string;
  /** The newest answer; undefined until one came. */
  item: BulkItemJson | undefined;
}

const isTaken = (item: BulkItemJson | undefined): boolean => item !== undefined && item.status !== 'refused';
const refusalOf = ({ code, title, detail }: ClientError): BulkItemJson => ({
  status: 'refused',
  code,
  message: title,
  detail,
});

/** Sends many transactions for one client. */
export class BatchSubmitter {
  private readonly transport: Transport;
  private readonly registry: Registry;
  private readonly submitter: Submitter;
  private readonly pause: (ms: number) => Promise<void>;

  constructor(
    transport: Transport,
    registry: Registry,
    submitter: Submitter,
    pause: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.transport = transport;
    this.registry = registry;
    this.submitter = submitter;
    this.pause = pause;
  }

  /**
   * One item for each entry, in their order: refusals are items, not errors. The same bytes are sent again where that
   * helps. Throws ClientError where a draft cannot be signed; then nothing was sent.
   */
  submit(entries: readonly BatchEntry[], options: BatchOptions = {}): Promise<BulkJson> {
    return this.inTurns(entries, async () => {
      const wires = await this.signAll(entries, options.validForMs);
      return { items: await this.sendAll(wires, options.wait ?? 'pending') };
    });
  }

  /** The wire bytes of entries, signed with the nonces that follow; nothing is sent. Throws ClientError. */
  sign(entries: readonly BatchEntry[], { validForMs }: BatchOptions = {}): Promise<Uint8Array[]> {
    return this.inTurns(entries, () => this.signAll(entries, validForMs));
  }

  /** Runs when nobody else uses the nonces of these signers, nor anybody before it is done. */
  private inTurns<T>(entries: readonly BatchEntry[], run: () => Promise<T>): Promise<T> {
    const signers = entries.flatMap((entry) => (entry instanceof Uint8Array ? [] : [entry.signer.address]));
    return this.submitter.inTurn([...new Set(signers)], run);
  }

  /** Drafts of one signer get one signature. All are checked before anybody is asked for one. */
  private async signAll(entries: readonly BatchEntry[], validForMs?: number): Promise<Uint8Array[]> {
    const places = new Map<string, Awaited<ReturnType<Submitter['placeOf']>>>();
    const wires: Uint8Array[] = [];
    const unsigned = new Map<string, { signer: ClientSigner; at: number[]; transactions: Unsigned[] }>();
    for (const [at, entry] of entries.entries()) {
      if (entry instanceof Uint8Array) {
        wires[at] = entry;
        continue;
      }
      const { kind, payload, signer } = entry;
      const place = places.get(signer.address) ?? (await this.submitter.placeOf(signer, validForMs));
      places.set(signer.address, { ...place, nonce: place.nonce + 1 });
      // An account may have several keys.
      const key = `${signer.address} ${signer.scheme} ${signer.publicKey}`;
      const own = unsigned.get(key) ?? { signer, at: [], transactions: [] };
      unsigned.set(key, own);
      own.at.push(at);
      own.transactions.push(this.submitter.unsigned(kind, payload, signer, place));
    }
    for (const { signer, at, transactions } of unsigned.values())
      for (const [i, wire] of (await signTogether(transactions, signer)).entries())
        wires[present(at[i], 'Each has its place.')] = wire;
    return wires;
  }

  private async sendAll(wires: readonly Uint8Array[], wait: BatchOptions['wait']): Promise<BulkItemJson[]> {
    const all = wires.map(
      (wire): Sent => ({ wire, sender: senderOfWire(this.registry, wire) ?? '', item: undefined }),
    );
    const countTaken = (): number => all.filter(({ item }) => isTaken(item)).length;
    let left: readonly Sent[] = all;
    let taken = 0;
    for (let idleRounds = 0; ; ) {
      left = await this.sendRound(left, wait);
      idleRounds = countTaken() > taken ? 0 : idleRounds + 1;
      taken = Math.max(taken, countTaken());
      if (left.length === 0 || idleRounds === idleRoundsMax) break;
      await this.pause(Math.min(pauseMs << idleRounds, pauseMsMax));
    }
    return all.map(({ item }) => present(item, 'Each is answered.'));
  }

  /**
   * Sends these batch by batch and answers those to send again: what was refused and may pass, and of the same sender
   * all that comes after it. What stood behind a gap may have been dropped for want of room; the node knows what was not.
   */
  private async sendRound(left: readonly Sent[], wait: BatchOptions['wait']): Promise<Sent[]> {
    const again: Sent[] = [];
    const heldBack = new Set<string>();
    let over: BulkItemJson | undefined;
    for (const places of splitBatches(left.map(({ wire }) => wire))) {
      const piece = places.flatMap((place) => left[place] ?? []);
      const sent = over === undefined ? piece.filter(({ sender }) => !heldBack.has(sender)) : [];
      const { items, whole } = await this.post(sent, wait);
      over ??= whole;
      for (const [place, one] of sent.entries()) {
        const item = items[place];
        if (item !== undefined) one.item = item;
      }
      for (const one of piece) {
        one.item ??= over;
        const follows = heldBack.has(one.sender);
        const code = isTaken(one.item) ? '' : (one.item?.code ?? '');
        const isOpen = over !== undefined || passing.has(code);
        if (!isOpen && !(follows && (code === '' || code === 'chain.nonceTooFar'))) continue;
        again.push(one);
        if (one.sender !== '') heldBack.add(one.sender);
      }
    }
    return again;
  }

  /** The answers to one batch; `whole` where it was refused as a whole by what passes, and each alike otherwise. */
  private async post(
    sent: readonly Sent[],
    wait: BatchOptions['wait'],
  ): Promise<{ readonly items: readonly BulkItemJson[]; readonly whole?: BulkItemJson }> {
    if (sent.length === 0) return { items: [] };
    const body = encodeList(sent.map(({ wire }) => wire));
    const search = wait === 'committed' ? { wait } : {};
    try {
      return await this.transport.post<BulkJson>(batchPath, 'application/octet-stream', body, search);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const refusal = refusalOf(error);
      return passing.has(error.code) ? { items: [], whole: refusal } : { items: sent.map(() => refusal) };
    }
  }
}
