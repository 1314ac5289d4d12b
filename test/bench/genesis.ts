/** The genesis of the bench: DAOs whose proposals pass with one vote and whose work earns little, so that nothing runs dry. */

import { encodeValue } from '#chain/codec.ts';
import { formatAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed } from '#chain/crypto/ed25519.ts';
import {
  callId,
  defaultParameters,
  encodeGenesis,
  engineVersion,
  genesisTransactionId,
} from '#chain/genesis.ts';
import { kindOf, parsePayload, type Registry } from '#chain/registry.ts';
import { openSource, paces } from '#governance/daos/templates.ts';
import { sha256Hex } from '#hash';
import { allRows, tablesRoot } from '#scoring/reference.ts';
import { extractorHash, modelHash, smallModel } from '../support/testDao.ts';
import { founderKey, scorerKey } from './accounts.ts';

/** Fixed, so that every run of one version makes the same chain and old loads stay signed. */
export const genesisTime = 1_800_000_000_000;
export const sequencerSecret = fromHex(sha256Hex(utf8('the sequencer of the bench')));
export const scorersPerDao = 4;
/** Each DAO takes two calls of genesis, which has at most 256. */
const daosMax = 100;
/** How long a payout is voted on: the clock of the bench is moved over it. */
export const payoutVotingMs = 300_000;
/** Votes on the track `signal` stay open for the whole bench. */
const signalVotingMs = 10 * 24 * 60 * 60 * 1000;
/** What one contribution earns at most, in the smallest unit: budgets outlast every round. */
export const workCap = 20_000_000n;
/** What the template pays for each reveal. */
export const workFee = 1_000_000n;

/** The id of DAO number `dao`, which is also the id of its token. */
export const daoId = (dao: number): string => callId(genesisTransactionId, 2 * dao);

const daoPayload = (dao: number) => {
  const scorers = Array.from({ length: scorersPerDao }, (_, place) =>
    formatAddress(scorerKey(dao, place).address),
  );
  const founder = formatAddress(founderKey().address);
  const payload = openSource(
    {
      name: `Works ${dao}`,
      purpose: 'Pays for benches.',
      constitution: 'Work is paid for what it is worth.',
      symbol: `B${dao}`,
      founders: [{ account: founder, free: 50_000n, staked: 100_000n }],
      scorers,
      modelHash,
      model: {
        extractorHash,
        tablesRoot: toHex(tablesRoot(smallModel)),
        rowCount: allRows(smallModel).length,
        featureCount: smallModel.features.length,
        bias: [...smallModel.bias],
      },
    },
    { ...paces.demo, delayMs: 0, timelockMs: 0 },
  );
  return {
    ...payload,
    tracks: payload.tracks.map((track) => ({
      ...track,
      quorumPpm: 0,
      lateMs: 0,
      votingMs: track.name === 'treasurySmall' ? payoutVotingMs : signalVotingMs,
      expiryMs: signalVotingMs,
    })),
    rules: payload.rules.map(({ kind, rule }) => ({
      kind,
      rule: { ...rule, rate: workCap.toString(), cap: workCap.toString() },
    })),
  };
};

/** The genesis document of a chain with this many DAOs, at most 100. */
export const benchGenesis = (registry: Registry, name: string, daos: number): Uint8Array => {
  if (daos > daosMax) throw new RangeError(`A genesis of the bench has at most ${daosMax} DAOs.`);
  const sender = founderKey().address;
  const call = (kind: string, json: unknown) => ({
    sender,
    kind,
    payload: toHex(encodeValue(kindOf(registry, kind).payload, parsePayload(registry, kind, json))),
  });
  const calls = Array.from({ length: daos }, (_, dao) => {
    const payload = daoPayload(dao);
    const budgets = payload.budgets.map(({ kind, amountPerEpoch }) => ({ kind, amount: amountPerEpoch }));
    return [call('daos.create', payload), call('treasury.openEpoch', { dao: daoId(dao), epoch: 0, budgets })];
  });
  return encodeGenesis({
    name,
    time: genesisTime,
    engine: engineVersion,
    parameters: { ...defaultParameters, unbondingMinMs: 1_000 },
    sequencers: [toHex(publicKeyOfSeed(sequencerSecret))],
    rpIds: [],
    testClock: false,
    calls: calls.flat(),
  });
};
