/** What falls due in court: juries to summon, cases to close, and the scorers' parts of each jury's seed. */
import { concat, fromHex, utf8 } from '#chain/crypto/bytes.ts';
import { closingOf, summonsOf } from '#governance/disputes/draw.ts';
import { seedHash, stageOf, timesOfRound } from '#governance/disputes/rules.ts';
import { cases, rounds } from '#governance/disputes/state.ts';
import { bonds, committees } from '#governance/scorers/state.ts';
import { balances } from '#governance/tokens/state.ts';
import { sha256Hex } from '#hash';
import type { LocalKey } from '../localKeys.ts';
import { type Duty, namedBy } from './duty.ts';

/** Summons each jury that the seed draws, and closes each case when its time has passed. */
const advanceCases: Duty = {
  name: 'cases',
  events: ['disputes.opened', 'disputes.appealed', 'disputes.seated'],
  caseOf: namedBy('case'),
  look(state, name) {
    const stored = state.get(cases.read(name));
    const last = stored === undefined ? undefined : state.get(rounds.read(name, stored.round));
    if (stored === undefined || last === undefined) return 'done';
    const times = timesOfRound(stored.terms, last);
    const stage = stageOf(stored, last, state.time);
    if (stage === 'closed') return 'done';
    if (stage === 'evidence' || stage === 'seeding') return { at: times.drawAt };
    if (stage === 'drawing') {
      const summons = summonsOf(state, name);
      // Too few jurors: others may become free, but only the end of the time is sure to change something.
      return summons === undefined
        ? { at: times.summonBy }
        : { send: { kind: 'disputes.summon', payload: summons } };
    }
    if (stage === 'due') return { send: { kind: 'disputes.close', payload: closingOf(state, name) } };
    return { at: stage === 'appealable' ? times.appealEndsAt : times.revealEndsAt };
  },
};
export const courtDuties: readonly Duty[] = [advanceCases];

/** What one embedded scorer does for juries: it seals a part of each seed and opens it in time, from its key alone. */
export const seedDuties = (key: LocalKey): readonly Duty[] => [
  {
    name: 'seeds',
    events: ['disputes.opened', 'disputes.appealed'],
    caseOf: namedBy('case'),
    look(state, name) {
      const stored = state.get(cases.read(name));
      const last = stored === undefined ? undefined : state.get(rounds.read(name, stored.round));
      if (stored === undefined || last === undefined || stored.closedAt !== undefined) return 'done';
      const { dao, round } = stored;
      const { evidenceEndsAt, drawAt } = timesOfRound(stored.terms, last);
      const secret = sha256Hex(
        concat(utf8('meritlane/seed-secret'), key.secret, fromHex(name), Uint8Array.of(round)),
      );
      const own = last.seeds.find(({ scorer }) => scorer === key.account);
      const about = { case: name, dao, round };
      if (own === undefined) {
        const sits = state.get(committees.read(dao))?.members.includes(key.account) === true;
        const pays = state.get(balances.read(dao, key.account)) >= last.deposit;
        if (state.time >= evidenceEndsAt || !sits || !pays) return 'done';
        if (state.get(bonds.read(dao, key.account)) === 0n) return 'done';
        const hash = seedHash(name, round, key.account, secret);
        return {
          send: { kind: 'disputes.commitSeed', payload: { ...about, hash, deposit: last.deposit } },
        };
      }
      if (own.secret !== undefined || state.time >= drawAt) return 'done';
      if (state.time < evidenceEndsAt) return { at: evidenceEndsAt };
      return { send: { kind: 'disputes.revealSeed', payload: { ...about, secret } } };
    },
  },
];
