/** Drafts of streams: what each fault is called, and a payload that the contract takes. */
import { describe, expect, it } from 'vitest';
import { dayMs } from '../times.ts';
import { emptyStreamDraft, streamOf } from './streamDraft.ts';

const facts = { token: 'ab'.repeat(32), decimals: 6, free: 90_000_000n, nowMs: 1_000.5 };

describe('a draft of a stream', () => {
  it('names what is wrong, one thing at a time', async () => {
    const { formatAddress } = await import('#chain/crypto/address.ts');
    const whole = { ...emptyStreamDraft, payee: formatAddress('00'.repeat(32)), amount: '90' };
    expect(streamOf({ ...whole, payee: 'merit1abc' }, facts)).toBe('payee');
    expect(streamOf({ ...whole, amount: '0' }, facts)).toBe('amount');
    expect(streamOf({ ...whole, amount: '1.0000001' }, facts)).toBe('amount');
    expect(streamOf({ ...whole, amount: '90.000001' }, facts)).toBe('tooMuch');
    expect(streamOf({ ...whole, length: '0' }, facts)).toBe('length');
    expect(streamOf({ ...whole, length: '36501' }, facts)).toBe('length');
    expect(streamOf({ ...whole, cliff: '30' }, facts)).toBe('cliff');
    expect(streamOf({ ...whole, memo: '好'.repeat(47) }, facts)).toBe('memo');
    expect(streamOf({ ...whole, length: '90', cliff: '30' }, facts)).toMatchObject({
      deposit: '90000000',
      startAt: 1_000,
      cliffAt: 1_000 + 30 * dayMs,
      endAt: 1_000 + 90 * dayMs,
      cliffAmount: '30000000',
      cancelable: true,
    });
  });
});
