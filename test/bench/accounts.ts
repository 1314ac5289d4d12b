/** The accounts of the bench by number: those that send have keys, the others only look as if they had. */
import { readFileSync, writeFileSync } from 'node:fs';
import { addressOfKey } from '#chain/crypto/address.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { sha256Hex } from '#hash';
import { type TestKey, testKey } from '../support/arenaHistory.ts';
import { kept } from './cache.ts';

const keyBytes = 32;
const rowBytes = 2 * keyBytes;
/** Numbers of keys that belong to people of the scenes and not to their crowd. */
export const founderNumber = 3_000_000;
export const scorerNumber = 3_100_000;

export const founderKey = (): TestKey => testKey(founderNumber);
/** Scorer `place` (0 … 3) of DAO number `dao`. */
export const scorerKey = (dao: number, place: number): TestKey => testKey(scorerNumber + 4 * dao + place);

/** Public keys and addresses of accounts 0 … count − 1; the first `senders` of them can sign. */
export class Accounts {
  readonly count: number;
  readonly senders: number;
  private readonly rows: Buffer;

  /** Reads the table, or makes it. */
  static async open(count: number, senders: number): Promise<Accounts> {
    const path = await kept(`accounts-${count}-${senders}`, async (made) => {
      const rows = Buffer.alloc(count * rowBytes);
      for (let number = 0; number < count; number++) {
        const publicKey = number < senders ? testKey(number).publicKey : sha256Hex(Buffer.from(`${number}`));
        rows.set(fromHex(publicKey), number * rowBytes);
        rows.set(fromHex(addressOfKey(0, publicKey)), number * rowBytes + keyBytes);
      }
      writeFileSync(made, rows);
    });
    return new Accounts(count, senders, readFileSync(path));
  }

  private constructor(count: number, senders: number, rows: Buffer) {
    this.count = count;
    this.senders = senders;
    this.rows = rows;
  }

  publicKey(number: number): string {
    return toHex(this.rows.subarray(number * rowBytes, number * rowBytes + keyBytes));
  }
  address(number: number): string {
    return toHex(this.rows.subarray(number * rowBytes + keyBytes, (number + 1) * rowBytes));
  }
}
