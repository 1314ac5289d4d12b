/** Writes blocks into the tables, straight from their canonical bytes, many in one transaction. */
import type SQLite from 'better-sqlite3';

import { toHex } from '#chain/crypto/bytes.ts';
import { envelopeHeads } from '#chain/envelopeHead.ts';
import type { Genesis } from '#chain/genesis.ts';
import { decodeHeader } from '#chain/header.ts';
import { listPlaces } from '#chain/lists.ts';
import { PlaceWriter } from '#chain/node/placeIndex.ts';
import { EntryBuffer, groupOf } from '#chain/node/placeRuns.ts';
import { idBytes, RepeatedText, walkReceipts } from '#chain/receiptWalk.ts';
import type { Registry } from '#chain/registry.ts';
import { eventPlace, transactionPlace } from './columns.ts';
import { EventWriter } from './eventWriter.ts';
import { FlowWriter } from './flowWriter.ts';
import { OutcomeWriter } from './outcomes.ts';
import { PlaceNotes } from './placeKeys.ts';
import { RewardWriter } from './rewardWriter.ts';
import { RowInserter } from './rowInserter.ts';
import { blocks, type EventTable, transactions } from './tables.ts';
import { senders } from './transactionKeys.ts';

/** A synced block, as bytes. */
export interface BlockBytes {
  readonly height: number;
  readonly headerHash: Uint8Array;
  readonly header: Uint8Array;
  /** Signed transactions, as `encodeList` joins them; none in block 0. */
  readonly body: Uint8Array;
  /** Receipts, likewise. */
  readonly receipts: Uint8Array;
}

/** Entries in one run of the index of places: merging a larger one would leave the lists behind for over half a second. */
const runEntriesMax = 2 * 1024 * 1024;
/** Entries of one batch, to begin with. */
const entriesAtFirst = 64 * 1024;

const addressBytes = 32;

/** Prepared statements over one connection. */
export class BlockWriter {
  private readonly database: SQLite.Database;
  private readonly registry: Registry;
  private readonly genesis: Pick<Genesis, 'calls'>;
  private readonly entries = new EntryBuffer(entriesAtFirst);
  private readonly notes = new PlaceNotes(this.entries);
  private readonly places: PlaceWriter;
  private readonly events: ReadonlyMap<string, EventWriter>;
  private readonly blockRows: RowInserter;
  private readonly transactionRows: RowInserter;
  private readonly outcomes: OutcomeWriter;
  private readonly rewards: RewardWriter;
  private readonly flows: FlowWriter;
  private readonly setHead: SQLite.Statement;

  constructor(
    database: SQLite.Database,
    registry: Registry,
    genesis: Pick<Genesis, 'calls'>,
    tables: ReadonlyMap<string, EventTable>,
  ) {
    this.database = database;
    this.registry = registry;
    this.genesis = genesis;
    this.places = new PlaceWriter(database, runEntriesMax);
    this.events = new Map(
      [...tables].map(([name, table]) => [name, new EventWriter(database, table, this.notes)]),
    );
    this.blockRows = new RowInserter(database, blocks);
    this.transactionRows = new RowInserter(database, transactions);
    this.outcomes = new OutcomeWriter(database, this.notes);
    this.rewards = new RewardWriter(database, this.notes);
    this.flows = new FlowWriter(database, tables);
    this.setHead = database.prepare("UPDATE meta SET value = ? WHERE name = 'head'");
  }

  /** Writes blocks that follow each other in one transaction: all of them or, where it throws, none. */
  write(batch: readonly BlockBytes[]): void {
    const last = batch.at(-1);
    if (last === undefined) return;
    try {
      this.database.transaction(() => {
        for (const block of batch) this.writeBlock(block);
        this.flush();
        this.setHead.run(`${last.height}.${toHex(last.headerHash)}`);
      })();
    } catch (error) {
      this.clear();
      throw error;
    }
    this.entries.clear();
  }

  private flush(): void {
    this.blockRows.flush();
    this.transactionRows.flush();
    for (const writer of this.events.values()) writer.flush();
    this.rewards.flush();
    this.flows.flush();
    this.places.add(this.entries.run());
  }
  private clear(): void {
    this.blockRows.clear();
    this.transactionRows.clear();
    for (const writer of this.events.values()) writer.clear();
    this.rewards.clear();
    this.flows.clear();
    this.outcomes.clear();
    this.entries.clear();
    this.notes.clear();
  }

  private writeBlock({ height, headerHash, header, body, receipts }: BlockBytes): void {
    const { notes } = this;
    const receiptPlaces = listPlaces(receipts);
    this.blockRows.add(height, decodeHeader(header).time, headerHash, receiptPlaces.begins.length);
    const heads = envelopeHeads(body, new RepeatedText());
    let current = { transaction: 0, group: 0, id: receipts, kind: '', nonce: 0, hasActions: false };
    let sender: Uint8Array | null = null;
    walkReceipts(receipts, receiptPlaces, {
      begin: (index, idAt) => {
        const head = heads.next().value;
        // Calls of genesis were signed by nobody.
        const kind = head?.kind ?? this.genesis.calls[index]?.kind ?? '';
        sender = head === undefined ? null : body.subarray(head.senderAt, head.senderAt + addressBytes);
        current = {
          transaction: transactionPlace(height, index),
          group: groupOf(height, index),
          id: receipts.subarray(idAt, idAt + idBytes),
          kind,
          nonce: head?.nonce ?? 0,
          hasActions: this.registry.kinds.get(kind)?.definition.calls !== undefined,
        };
      },
      event: (name, reader, position) => {
        const writer = this.events.get(name);
        if (writer === undefined) throw new Error(`There is no table for ${name}.`);
        const place = { ...current, place: eventPlace(current.transaction, position) };
        writer.write(reader, place);
        writer.flows(place.place, this.flows);
        if (name.endsWith('.paid')) this.rewards.write(writer.payment(place));
      },
      end: (code, status) => {
        const { transaction, group, id, kind, nonce } = current;
        const outcome = this.outcomes.of(kind, status, code);
        if (sender !== null) {
          notes.addValue(senders, sender, group);
          this.outcomes.note(outcome, group);
        }
        this.transactionRows.add(transaction, id, sender, nonce, outcome.id);
      },
    });
  }
}
