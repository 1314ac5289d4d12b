/** What an action of a DAO does, in one sentence built from its kind and payload. */
import type { ReactNode } from 'react';
import { Amount } from '../components/Amount.tsx';
import { Person } from '../components/Person.tsx';
import { formatAmountExact, formatCount, formatPpm, shortHash, type Token } from '../formats.ts';
import { formatDuration } from '../times.ts';
import type { Language } from '../words/language.ts';
import { Words } from '../words/Words.tsx';
import { isWordId, type Translate, useWords } from '../words/words.ts';
import { isAddress } from './isAddress.ts';

interface ActionSentenceProps {
  readonly kind: string;
  /** In JSON form; an unfinished draft may lack parts. */
  readonly payload: Readonly<Record<string, unknown>> | undefined;
  readonly token: Token;
}

interface Ways {
  readonly t: Translate;
  readonly language: Language;
  readonly token: Token;
}
type Part = Readonly<Record<string, unknown>>;

const partOf = (value: unknown): Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const amountOf = (value: unknown, { token }: Ways): ReactNode => (
  <Amount amount={typeof value === 'string' && /^\d+$/.test(value) ? value : '0'} token={token} />
);
const personOf = (value: unknown): ReactNode =>
  typeof value === 'string' && isAddress(value) ? <Person address={value} /> : <>…</>;
const shareOf = (value: unknown, { language }: Ways): string => formatPpm(Number(value ?? 0), language);
/** How parts per million are written to the last digit. */
const percent: Token = { symbol: '%', decimals: 4 };
const timeOf = (value: unknown, { language }: Ways): string => formatDuration(Number(value ?? 0), language);
const wordOf = (group: string, value: unknown, { t }: Ways): string => {
  const id = `${group}.${String(value)}`;
  return isWordId(id) ? t(id) : '…';
};
/** `a, b and c` in the reader's language. */
const together = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' }).format(words);

const hashOf = (value: unknown): ReactNode => <code>{shortHash(String(value ?? ''))}</code>;
const withMemo = (payment: ReactNode, memo: unknown): ReactNode =>
  typeof memo !== 'string' || memo === '' ? (
    payment
  ) : (
    <Words id="action.payMemo" values={{ payment, memo: <bdi>{memo}</bdi> }} />
  );

const totalOf = (list: readonly Part[]): bigint =>
  list.reduce(
    (sum, { amount }) => sum + (/^\d+$/.test(String(amount ?? '')) ? BigInt(String(amount)) : 0n),
    0n,
  );

const pay = ({ payments, memo }: Part, ways: Ways): ReactNode => {
  const list = listOf(payments).map(partOf);
  const [first] = list;
  const total = totalOf(list);
  const payment =
    list.length > 1 ? (
      <Words id="action.payMany" values={{ amount: amountOf(String(total), ways), count: list.length }} />
    ) : (
      <Words
        id="action.pay"
        values={{ amount: amountOf(first?.['amount'], ways), account: personOf(first?.['account']) }}
      />
    );
  return withMemo(payment, memo);
};

const setRule = ({ kind, rule }: Part, ways: Ways): ReactNode => {
  const { rate, cap, weights, immediatePpm, streamPpm, streamMs } = partOf(rule);
  const [quality, quantity, impact, value] = listOf(weights).map((weight) => shareOf(weight, ways));
  return (
    <Words
      id="action.setRule"
      values={{
        kind: wordOf('kind', kind, ways),
        rate: amountOf(rate, ways),
        cap: amountOf(cap, ways),
        immediate: shareOf(immediatePpm, ways),
        stream: shareOf(streamPpm, ways),
        duration: timeOf(streamMs, ways),
        quality: quality ?? '…',
        quantity: quantity ?? '…',
        impact: impact ?? '…',
        value: value ?? '…',
      }}
    />
  );
};

const setRoles = ({ account, roles }: Part, ways: Ways): ReactNode => {
  const names = listOf(roles).map((role) => wordOf('role', role, ways));
  return names.length === 0 ? (
    <Words id="action.removeRoles" values={{ account: personOf(account) }} />
  ) : (
    <Words
      id="action.setRoles"
      values={{ account: personOf(account), roles: together(names, ways.language) }}
    />
  );
};

const setTracks = ({ tracks }: Part, ways: Ways): ReactNode => {
  const list = listOf(tracks).map(partOf);
  const words = list.map((track) =>
    ways.t('action.trackPart', {
      track: wordOf('track', track['name'], ways),
      voting: timeOf(track['votingMs'], ways),
      quorum: shareOf(track['quorumPpm'], ways),
      threshold: shareOf(track['thresholdPpm'], ways),
    }),
  );
  return (
    <Words id="action.setTracks" values={{ count: list.length, tracks: together(words, ways.language) }} />
  );
};

const setCommittee = ({ committee }: Part, ways: Ways): ReactNode => {
  const { members, fee, windowMs, challengeBond } = partOf(committee);
  return (
    <Words
      id="action.setCommittee"
      values={{
        count: listOf(members).length,
        fee: amountOf(fee, ways),
        window: timeOf(windowMs, ways),
        bond: amountOf(challengeBond, ways),
      }}
    />
  );
};

const sentences: Readonly<Record<string, (payload: Part, ways: Ways) => ReactNode>> = {
  'treasury.pay': pay,
  'treasury.setBudget': ({ kind, amountPerEpoch }, ways) => (
    <Words
      id="action.setBudget"
      values={{ kind: wordOf('kind', kind, ways), amount: amountOf(amountPerEpoch, ways) }}
    />
  ),
  'contributions.setRule': setRule,
  'contributions.setAllowance': ({ newcomersPerEpoch }, ways) => (
    <Words id="action.setAllowance" values={{ amount: amountOf(newcomersPerEpoch, ways) }} />
  ),
  'daos.setRoles': setRoles,
  'daos.setPolicy': ({ open }) => <Words id={open === true ? 'action.openPolicy' : 'action.closedPolicy'} />,
  'daos.setTracks': setTracks,
  'daos.setConstitution': ({ constitution }, { language }) => (
    <Words
      id="action.setConstitution"
      values={{ count: formatCount(String(constitution ?? '').length, language) }}
    />
  ),
  'scorers.setCommittee': setCommittee,
  'scorers.setModel': ({ modelHash }) => <Words id="action.setModel" values={{ hash: hashOf(modelHash) }} />,
  'tokens.mint': ({ account, amount }, ways) => (
    <Words id="action.mint" values={{ account: personOf(account), amount: amountOf(amount, ways) }} />
  ),
  'power.setRule': ({ rule }, ways) => {
    const { tokensPpm, reputationPpm, membersPpm, cutOffPpm } = partOf(rule);
    return (
      <Words
        id="action.setPower"
        values={{
          tokens: shareOf(tokensPpm, ways),
          reputation: shareOf(reputationPpm, ways),
          members: shareOf(membersPpm, ways),
          cutOff: shareOf(cutOffPpm, ways),
        }}
      />
    );
  },
  'reputation.setHalfLife': ({ halfLifeMs }, ways) => (
    <Words id="action.setHalfLife" values={{ halfLife: timeOf(halfLifeMs, ways) }} />
  ),
  'streams.open': ({ payee, deposit, startAt, endAt, memo }, ways) => {
    const lasts = Number(endAt ?? 0) - Number(startAt ?? 0);
    const values = {
      amount: amountOf(deposit, ways),
      payee: personOf(payee),
      length: timeOf(Math.max(0, lasts), ways),
    };
    return withMemo(<Words id="action.openStream" values={values} />, memo);
  },
  'streams.topUp': ({ stream, amount }, ways) => (
    <Words id="action.topUpStream" values={{ amount: amountOf(amount, ways), stream: hashOf(stream) }} />
  ),
  'streams.cancel': ({ stream, payee }) => (
    <Words id="action.cancelStream" values={{ stream: hashOf(stream), payee: personOf(payee) }} />
  ),
  'milestones.open': ({ payee, reviewer, parts, memo }, ways) => {
    const list = listOf(parts).map(partOf);
    const values = {
      amount: amountOf(String(totalOf(list)), ways),
      payee: personOf(payee),
      reviewer: personOf(reviewer),
      count: list.length,
    };
    return withMemo(<Words id="action.openAgreement" values={values} />, memo);
  },
  'milestones.close': ({ agreement }) => (
    <Words id="action.closeAgreement" values={{ agreement: hashOf(agreement) }} />
  ),
  'payouts.open': ({ total, pages, root, memo }, ways) => {
    const values = {
      amount: amountOf(total, ways),
      pages: formatCount(Number(pages ?? 0), ways.language),
      root: hashOf(root),
    };
    return withMemo(<Words id="action.openPayout" values={values} />, memo);
  },
  'treasury.setLimit': ({ perEpoch }, ways) => (
    <Words id="action.setLimit" values={{ amount: amountOf(perEpoch, ways) }} />
  ),
  'treasury.liftLimit': () => <Words id="action.liftLimit" />,
  'exits.setRule': ({ rule }, ways) => {
    const { assets, keptPpm } = partOf(rule);
    return (
      <Words id="action.setExit" values={{ count: listOf(assets).length, kept: shareOf(keptPpm, ways) }} />
    );
  },
  'exits.liftRule': () => <Words id="action.liftExit" />,
  'conviction.setRule': ({ rule }, ways) => {
    const { halfLifeMs, weightPpm, maxRatioPpm, minimumStake } = partOf(rule);
    const values = {
      halfLife: timeOf(halfLifeMs, ways),
      // Weights are small: a tenth of a percent is too coarse.
      weight: formatAmountExact(String(weightPpm ?? 0), percent, ways.language),
      maxRatio: shareOf(maxRatioPpm, ways),
      minimum: amountOf(minimumStake, ways),
    };
    return <Words id="action.setConviction" values={values} />;
  },
  'conviction.liftRule': () => <Words id="action.liftConviction" />,
  'conviction.cancel': ({ request }) => (
    <Words id="action.cancelRequest" values={{ request: hashOf(request) }} />
  ),
  'disputes.setCourt': ({ court }, ways) => {
    const { bond, seatStake, jurorFee, lossPpm } = partOf(court);
    return (
      <Words
        id="action.setCourt"
        values={{
          bond: amountOf(bond, ways),
          seat: amountOf(seatStake, ways),
          fee: amountOf(jurorFee, ways),
          loss: shareOf(lossPpm, ways),
        }}
      />
    );
  },
  'tokens.transfer': ({ account, amount }, ways) => (
    <Words id="action.transfer" values={{ account: personOf(account), amount: amountOf(amount, ways) }} />
  ),
};

export function ActionSentence({ kind, payload, token }: ActionSentenceProps): ReactNode {
  const { t, language } = useWords();
  if (payload === undefined) return <Words id="action.unreadable" values={{ kind: <code>{kind}</code> }} />;
  const sentence = sentences[kind];
  if (sentence === undefined) return <Words id="action.other" values={{ kind: <code>{kind}</code> }} />;
  return sentence(payload, { t, language, token });
}
