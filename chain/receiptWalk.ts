/** A block's receipts walked by their bytes: what nobody asks for is passed over by its length. */
import { malformed, peek, Reader, readHead, readText, Writer, writeText } from './codec.ts';
import type { ListPlaces } from './lists.ts';

/** What stands before a receipt's id: the head of a map of four, the name `id`, and the head of 32 bytes. */
const beforeId = Uint8Array.of(0xa4, 0x62, 0x69, 0x64, 0x58, 0x20);
export const idBytes = 32;
const nameBytesMax = 64;

const fieldName = (name: string): Uint8Array => {
  const writer = new Writer();
  writeText(writer, name);
  return writer.finish();
};
const fields = { code: fieldName('code'), events: fieldName('events'), status: fieldName('status') };

/** Takes bytes that must stand at the reader. */
const expectBytes = (reader: Reader, expected: Uint8Array): void => {
  const { bytes, at, end } = reader;
  if (at + expected.length > end) malformed('it ends too early');
  for (let i = 0; i < expected.length; i++)
    if (bytes[at + i] !== expected[i]) malformed('a field of a receipt is not in its place');
  reader.at += expected.length;
};

/** Where the id of the receipt that begins at `begin` stands. */
export const receiptIdAt = (bytes: Uint8Array, begin: number): number => {
  expectBytes(new Reader(bytes, begin), beforeId);
  return begin + beforeId.length;
};

/** Passes over one value of canonical bytes. */
export const skipValue = (reader: Reader): void => {
  const major = peek(reader) >>> 5;
  // Simple values are one byte; the codec writes no floating point.
  if (major === 7) {
    reader.at++;
    return;
  }
  const argument = readHead(reader, major);
  if (major === 2 || major === 3) {
    if (argument > reader.end - reader.at) malformed('it ends too early');
    reader.at += argument;
  } else if (major >= 4)
    for (let left = major === 4 ? argument : major === 5 ? 2 * argument : 1; left > 0; left--)
      skipValue(reader);
};

/** Texts as they stood last in the bytes: a block repeats few names, and comparing is cheaper than making a text. */
export class RepeatedText {
  private bytes: Uint8Array = new Uint8Array();
  private text = '';

  /** Reads the text at the reader. */
  read(reader: Reader): string {
    const { bytes } = this;
    const { at, end } = reader;
    let same = 0;
    while (same < bytes.length && reader.bytes[at + same] === bytes[same]) same++;
    if (same > 0 && same === bytes.length && at + same <= end) {
      reader.at += same;
      return this.text;
    }
    this.text = readText(reader, nameBytesMax);
    this.bytes = reader.bytes.slice(at, reader.at);
    return this.text;
  }
}

/** Who looks at receipts. */
export interface ReceiptVisitor {
  /** The next receipt; its id stands at `idAt`. */
  begin(index: number, idAt: number): void;
  /** An event, `module.event`. Its data may be read from the reader: all of it or nothing. */
  event(name: string, reader: Reader, position: number): void;
  /** All events of the receipt were seen; code and status are those of `Receipt`. */
  end?(code: string, status: string): void;
}

/** Shows the receipts of a list in order. Throws `Malformed` where they are not canonical. */
export const walkReceipts = (
  bytes: Uint8Array,
  { begins, ends }: ListPlaces,
  visitor: ReceiptVisitor,
): void => {
  const names = new RepeatedText();
  const codes = new RepeatedText();
  const statuses = new RepeatedText();
  for (let index = 0; index < begins.length; index++) {
    const reader = new Reader(bytes, begins[index], ends[index]);
    expectBytes(reader, beforeId);
    visitor.begin(index, reader.at);
    reader.at += idBytes;
    expectBytes(reader, fields.code);
    const code = codes.read(reader);
    expectBytes(reader, fields.events);
    const count = readHead(reader, 4);
    for (let position = 0; position < count; position++) {
      if (readHead(reader, 4) !== 2) malformed('an event has two parts');
      const name = names.read(reader);
      const { at } = reader;
      visitor.event(name, reader, position);
      if (reader.at === at) skipValue(reader);
    }
    if (visitor.end === undefined) continue;
    expectBytes(reader, fields.status);
    visitor.end(code, statuses.read(reader));
  }
};
