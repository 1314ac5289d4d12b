/** A DAO on the development chain with a small real model, and the steps of its main job. */

import { formatAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { contributions } from '#governance/contributions/state.ts';
import { openSource, type Pace, paces } from '#governance/daos/templates.ts';
import { commitmentOf } from '#governance/scorers/reveal.ts';
import { sha256Hex } from '#hash';
import { featuresHash } from '#scoring/attestation.ts';
import { allRows, explain, type Model, tablesRoot } from '#scoring/reference.ts';
import { type DevChain, named, textOf } from './devChain.ts';

/** Two features with two or three rows each; scores stay within 0 … 10,000. */
export const smallModel: Model = {
  features: ['first', 'second'],
  thresholds: [[10], [5, 50]],
  entries: [
    [
      [-500, 0, -300, -1_000],
      [1_500, 2_000, 700, 2_000],
    ],
    [
      [0, 0, 0, 0],
      [900, 1_500, 300, 800],
      [-700, 4_000, 10, 20],
    ],
  ],
  bias: [4_000, 1_000, 3_000, 5_000],
};
export const modelHash = sha256Hex(utf8('a small model'));
export const extractorHash = sha256Hex(utf8('an extractor'));
export const scorerNames = ['scorer1', 'scorer2', 'scorer3', 'scorer4'];

const model = {
  extractorHash,
  tablesRoot: toHex(tablesRoot(smallModel)),
  rowCount: allRows(smallModel).length,
  featureCount: smallModel.features.length,
  bias: [...smallModel.bias],
};

/** The payload of a DAO whose founders are ada and ben. */
export const daoPayload = (pace: Pace = paces.demo) => {
  const payload = openSource(
    {
      name: 'Test works',
      purpose: 'Pays for tests.',
      constitution: 'Work is paid for what it is worth.',
      symbol: 'TST',
      founders: ['ada', 'ben'].map((name) => ({ account: textOf(name), free: 50_000n, staked: 100_000n })),
      scorers: scorerNames.map(textOf),
      modelHash,
      model,
    },
    pace,
  );
  // Equal weights, so that the expected amounts are easy to work out by hand.
  const rules = payload.rules.map((one) => ({
    ...one,
    rule: { ...one.rule, weights: [250_000, 250_000, 250_000, 250_000] },
  }));
  return { ...payload, rules };
};

/** Creates the DAO and opens the first epoch’s budgets; answers its id. */
export const createDao = (chain: DevChain): string => {
  const dao = chain.apply('ada', 'daos.create', daoPayload()).id;
  const payload = daoPayload();
  chain.apply('keeper', 'treasury.openEpoch', {
    dao,
    epoch: 0,
    budgets: payload.budgets.map(({ kind, amountPerEpoch }) => ({ kind, amount: amountPerEpoch })),
  });
  return dao;
};

export const submitWork = (chain: DevChain, dao: string, author: string, content: string): string =>
  chain.apply(author, 'contributions.submit', {
    dao,
    kind: 'code',
    contentId: sha256Hex(utf8(content)),
    title: content,
  }).id;

export const salt = '11'.repeat(32);
/** What an honest scorer attests about a contribution with these features; `scores` replaces the model’s. */
export const attestationOf = (chain: DevChain, key: string, features: number[], scores?: number[]) => {
  const stored = chain.get(contributions.read(key));
  if (stored === undefined) throw new Error('There is no such contribution.');
  return {
    dao: stored.dao,
    contribution: key,
    contentId: stored.contentId,
    modelHash,
    extractorHash,
    featuresHash: featuresHash(fromHex(salt), features),
    scores: scores ?? [...explain(smallModel, features).scores],
    asOf: { ...stored.asOf },
    epoch: stored.epoch,
    expiry: stored.submittedAt + 3_600_000,
  };
};
export type Said = ReturnType<typeof attestationOf>;
const saltOf = (scorer: string): string => sha256Hex(utf8(`salt of ${scorer}`));

export const commitWork = (chain: DevChain, scorer: string, said: Said): void => {
  const hash = commitmentOf(named(scorer), saltOf(scorer), said);
  chain.apply(scorer, 'scorers.commit', { dao: said.dao, contribution: said.contribution, hash });
};
/** The payload of a reveal; parts may be replaced to make it wrong. */
export const revealOf = (chain: DevChain, scorer: string, said: Said, pay: Record<string, unknown> = {}) => {
  const stored = chain.get(contributions.read(said.contribution));
  if (stored === undefined) throw new Error('There is no such contribution.');
  return {
    attestation: said,
    salt: saltOf(scorer),
    pay: {
      author: formatAddress(stored.author),
      kind: stored.kind,
      amountMax: stored.rule.cap.toString(),
      fee: '1000000',
      ...pay,
    },
  };
};
/** Commits and reveals of all four scorers; answers the receipts of the reveals. */
export const scoreWork = (
  chain: DevChain,
  key: string,
  features: number[],
  lies: Record<string, number[]> = {},
) => {
  for (const scorer of scorerNames)
    commitWork(chain, scorer, attestationOf(chain, key, features, lies[scorer]));
  return scorerNames.map((scorer) =>
    chain.apply(
      scorer,
      'scorers.reveal',
      revealOf(chain, scorer, attestationOf(chain, key, features, lies[scorer])),
    ),
  );
};
