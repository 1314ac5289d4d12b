/** A request from its first supporter to its payment, to the millisecond, and stake that cannot leave meanwhile. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Access } from '#chain/access.ts';
import { daoAddress } from '#chain/crypto/address.ts';
import { toHex } from '#chain/crypto/bytes.ts';
import { kindOf, parsePayload } from '#chain/registry.ts';
import { halfLifeMs, ruleOf, stepMs } from '#test/conformance/convictionSteps.ts';
import { DevChain, named, textOf } from '#test/support/devChain.ts';
import { createDao } from '#test/support/testDao.ts';
import { balances, stakes } from '../tokens/state.ts';

interface Asked {
  readonly support: bigint;
  readonly conviction: bigint;
  readonly passesAt?: number;
  readonly createdAt: number;
  readonly state: string;
}

describe('a request for a twentieth of the treasury', () => {
  let chain: DevChain;
  let dao: string;
  let request: string;
  let asked: Readonly<Record<string, unknown>>;
  let staked: bigint;
  const now = (): Asked => chain.query('conviction', 'getRequest', { request });
  const supporting = (amount: bigint, total = amount, halfLife = 0) => ({
    dao,
    request,
    amount: amount.toString(),
    total: total.toString(),
    halfLife,
  });
  const send = (sender: string, kind: string, payload: unknown) => {
    const { status, code } = chain.send(sender, kind, payload);
    return status === 'applied' ? status : code;
  };

  beforeEach(() => {
    chain = new DevChain();
    dao = createDao(chain);
    chain.apply(daoAddress(dao), 'conviction.setRule', { dao, rule: ruleOf(dao) });
    const funds = chain.get(balances.read(dao, daoAddress(dao)));
    staked = chain.get(stakes.read(dao, named('ada')));
    asked = { dao, token: dao, amount: (funds / 20n).toString(), beneficiary: textOf('payee') };
    request = chain.apply('ada', 'conviction.request', { ...asked, title: 'A well', body: '' }).id;
  });

  it('is paid from the millisecond on at which half of all stake has grown enough', () => {
    chain.apply('ada', 'conviction.support', supporting(staked));
    const { createdAt, passesAt = 0 } = now();
    // A ninth of all stake for good, so two ninths of this half: 1 − 2^(−18/48) is the first above it.
    expect(passesAt).toBe(createdAt + 18 * stepMs);
    const execution = { ...asked, request, halfLife: 0 };
    chain.time = passesAt - 2;
    expect(send('anyone', 'conviction.execute', execution)).toBe('conviction.belowThreshold');
    expect(chain.time).toBe(passesAt - 1);
    expect(send('anyone', 'conviction.execute', execution)).toBe('applied');
    expect(chain.get(balances.read(dao, named('payee'))).toString()).toBe(asked['amount']);
    expect(now().state).toBe('funded');
    expect(send('anyone', 'conviction.execute', execution)).toBe('conviction.ended');
  });

  it('counts two supporters as one with as much', () => {
    chain.apply('ada', 'conviction.support', supporting(staked / 2n));
    chain.apply('ben', 'conviction.support', supporting(staked / 2n));
    const shared = now().passesAt;
    chain.apply('ben', 'conviction.support', supporting(0n));
    chain.apply('ada', 'conviction.support', supporting(staked));
    expect(now().passesAt).toBe(shared);
  });

  it('counts supporters of one block, who write no cell in common', () => {
    const sends = ['ada', 'ben'].map(
      (name, i) => [name, 'conviction.support', supporting(BigInt(i + 3))] as const,
    );
    const written = sends.map(([name, kind, payload]) => {
      const { definition } = kindOf(chain.registry, kind);
      const sent = { sender: named(name), id: '', payload: parsePayload(chain.registry, kind, payload) };
      const cells = Object.values(definition.access(sent)).flat() as Access[];
      return cells.filter(({ mode }) => mode === 'write' || mode === 'draw').map(({ key }) => toHex(key));
    });
    expect(new Set(written.flat()).size).toBe(written.flat().length);
    expect(chain.block(sends).map(({ status }) => status)).toEqual(['applied', 'applied']);
    expect(now().support).toBe(7n);
  });

  it('has no stake behind it that leaves in the same block', () => {
    const unstake = ['ada', 'tokens.unstake', { token: dao, amount: '1' }] as const;
    const support = ['ada', 'conviction.support', supporting(staked)] as const;
    expect(chain.block([unstake, support]).map(({ code }) => code)).toEqual(['', 'chain.notCovered']);
    const [supported, left] = chain.block([['ada', 'conviction.support', supporting(staked - 1n)], unstake]);
    expect([supported?.code, left?.code]).toEqual(['', 'conviction.supportDiffers']);
  });

  it('is signed for a half-life and good in the next one, and no longer', () => {
    chain.time = now().createdAt + 2 * halfLifeMs - 2;
    expect(send('ada', 'conviction.support', supporting(5n))).toBe('applied');
    expect(send('ada', 'conviction.support', supporting(6n))).toBe('conviction.wrongHalfLife');
    expect(send('ada', 'conviction.support', supporting(6n, 6n, 2))).toBe('applied');
  });

  it('keeps its stake in, and says how much', () => {
    const unstake = (amount: bigint, carried?: bigint) =>
      send('ada', 'tokens.unstake', {
        token: dao,
        amount: amount.toString(),
        ...(carried === undefined ? {} : { supporting: carried.toString() }),
      });
    expect(send('ada', 'conviction.support', supporting(staked + 1n))).toBe('conviction.notEnoughStake');
    expect(send('ada', 'conviction.support', supporting(100n, 101n))).toBe('conviction.totalDiffers');
    chain.apply('ada', 'conviction.support', supporting(100n));
    expect(unstake(1n)).toBe('conviction.supportDiffers');
    expect(unstake(staked - 99n, 100n)).toBe('conviction.inSupport');
    expect(unstake(staked - 100n, 100n)).toBe('applied');
    chain.apply('ada', 'conviction.support', supporting(0n));
    expect(unstake(100n)).toBe('applied');
  });

  it('frees support that stands behind it once it is canceled', () => {
    chain.apply('ada', 'conviction.support', supporting(100n));
    expect(send('ben', 'conviction.cancel', { dao, request })).toBe('conviction.notAuthor');
    expect(send('ada', 'conviction.cancel', { dao, request })).toBe('applied');
    expect(send('ada', 'conviction.support', supporting(101n))).toBe('conviction.ended');
    expect(send('ada', 'conviction.support', supporting(0n))).toBe('applied');
    expect(now().support).toBe(100n);
  });
});
