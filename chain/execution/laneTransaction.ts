/** A prepared transaction as the coordinator knows it: its ticket, and what its row says. */
import { type Scheme, schemes } from '../crypto/schemes.ts';
import type { BundleReference } from '../transaction.ts';
import type { PreparedTransaction } from './executor.ts';
import type { TicketTable } from './ticketTable.ts';

export class LaneTransaction implements PreparedTransaction {
  readonly ticket: number;
  /** The wire bytes; of a vote, its bundle's. */
  readonly bytes: Uint8Array;
  readonly id: string;
  readonly sender: string;
  readonly nonce: number;
  readonly validUntil: number;
  readonly fee: bigint;
  readonly scheme: number;
  readonly ownsAddress: boolean;
  readonly chainId: string;
  /** Compute weight, in units of a transfer. */
  readonly weight: number;
  /** Accesses that do not fit in the row. */
  readonly wide: { readonly accesses: Int32Array; readonly ceilings: Float64Array } | undefined;
  /** Of a vote: its bundle, and its place there. */
  readonly bundle: BundleReference | undefined;
  readonly vote: number | undefined;
  private readonly table: TicketTable;

  constructor(
    table: TicketTable,
    ticket: number,
    bytes: Uint8Array,
    chainId: string,
    wide: LaneTransaction['wide'],
    bundle?: BundleReference,
    vote?: number,
  ) {
    const { columns } = table;
    this.table = table;
    this.ticket = ticket;
    this.bytes = bytes;
    this.wide = wide;
    this.bundle = bundle;
    this.vote = vote;
    this.id = table.hex('ids', ticket);
    this.sender = table.hex('senders', ticket);
    this.nonce = columns.nonce[ticket] as number;
    this.validUntil = columns.validUntil[ticket] as number;
    this.weight = columns.weight[ticket] as number;
    this.fee = table.fee(ticket);
    this.scheme = columns.scheme[ticket] as number;
    this.ownsAddress = columns.ownsAddress[ticket] === 1;
    this.chainId = columns.ofThisChain[ticket] === 1 ? chainId : '';
  }
  /** Good as long as the ticket is. */
  get publicKey(): string {
    if (this.bundle !== undefined) return '';
    return this.table.hex('publicKeys', this.ticket, schemes[this.scheme as Scheme].publicKeyBytes);
  }
  /** Good as long as the ticket is. */
  get sponsor(): string | undefined {
    return this.table.columns.sponsored[this.ticket] === 1
      ? this.table.hex('sponsors', this.ticket)
      : undefined;
  }
}
