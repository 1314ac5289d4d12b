/** What an event of the chain says, in one sentence: people by name, amounts, links to the work or the proposal. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Person } from '../components/Person.tsx';
import { Time } from '../components/Time.tsx';
import { isAddress } from '../decide/isAddress.ts';
import { formatPoints, formatPower, formatScore, shortHash, type Token } from '../formats.ts';
import { paths } from '../paths.ts';
import { formatDuration } from '../times.ts';
import type { Language } from '../words/language.ts';
import { Words } from '../words/Words.tsx';
import { isWordId, type Translate, useWords, type WordId } from '../words/words.ts';
import { ContributionName } from './ContributionName.tsx';

/** An event in JSON form. */
export interface ChainEvent {
  /** `module.event`. */
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface EventSentenceProps {
  readonly event: ChainEvent;
  /** Names the contribution, where its title is known. */
  readonly title?: string | undefined;
}

type Values = Readonly<Record<string, ReactNode>>;
type Data = ChainEvent['data'];

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const digits = /^\d{1,40}$/;

/** Fields by name: the same name means the same thing in every module. */
const people = [
  'account',
  'sender',
  'owner',
  'founder',
  'author',
  'voter',
  'by',
  'reviewer',
  'scorer',
  'challenger',
  'payer',
  'payee',
  'beneficiary',
  'delegate',
  'opener',
  'juror',
];
const amounts = [
  'amount',
  'amountPerEpoch',
  'newcomersPerEpoch',
  'released',
  'returned',
  'bond',
  'reward',
  'deposit',
  'perEpoch',
  'free',
  'staked',
  'bonded',
];

/** The sum of `{amount}` items: budgets opened or returned. */
const totalOf = (value: unknown): string =>
  listOf(value)
    .map((line) => textOf((line as { readonly amount?: unknown } | null)?.amount))
    .reduce((total, amount) => total + (digits.test(amount) ? BigInt(amount) : 0n), 0n)
    .toString();

/** The total that an event names, or that its lines add up to. */
const totalIn = (name: string, data: Data): string => {
  const named = textOf(data['total']);
  if (digits.test(named)) return named;
  return totalOf(data[name === 'treasury.epochClosed' ? 'returned' : 'budgets']);
};

/** `a, b and c` in the reader's language. */
const together = (words: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { type: 'conjunction' }).format(words);

/** Which sentence an event has; a few say another thing when a field is empty. */
export function sentenceIdOf({ name, data }: ChainEvent): WordId | undefined {
  if (name === 'daos.rolesSet' && listOf(data['roles']).length === 0) return 'event.daos.rolesTaken';
  if (name === 'accounts.votingKeySet' && textOf(data['publicKey']) === '')
    return 'event.accounts.votingKeyTaken';
  if (name === 'delegation.set' && listOf(data['grants']).length === 0) return 'event.delegation.ended';
  if (name === 'treasury.sent' && textOf(data['memo']) !== '') return 'event.treasury.sentFor';
  const id = `event.${name}`;
  return isWordId(id) ? id : undefined;
}

interface Ways {
  readonly t: Translate;
  readonly language: Language;
  readonly token: Token;
  readonly title?: string | undefined;
}

function linksOf(data: Data, { t, title }: Ways): Values {
  const [dao = '', contribution = '', proposal = '', request = ''] = [
    data['dao'],
    data['contribution'],
    data['proposal'],
    data['request'],
  ].map(textOf);
  const known = title ?? textOf(data['title']);
  const values: Record<string, ReactNode> = {};
  if (contribution !== '') {
    values['contribution'] = (
      <ContributionName dao={dao} contribution={contribution} title={known === '' ? undefined : known} />
    );
  }
  if (proposal !== '') {
    const words = known === '' ? t('event.aProposal') : <bdi>{t('event.titled', { title: known })}</bdi>;
    values['proposal'] = <Link to={paths.proposal(dao, proposal)}>{words}</Link>;
  }
  if (request !== '') {
    const words = known === '' ? t('event.aRequest') : <bdi>{t('event.titled', { title: known })}</bdi>;
    values['request'] = <Link to={paths.fundingRequest(dao, request)}>{words}</Link>;
  }
  return values;
}

/** Every argument that a sentence may take, made of the fields that the event has. */
function valuesOf({ name, data }: ChainEvent, ways: Ways): Values {
  const { t, language, token } = ways;
  const word = (group: string, value: unknown): string => {
    const id = `${group}.${textOf(value)}`;
    return isWordId(id) ? t(id) : textOf(value);
  };
  const values: Record<string, ReactNode> = { ...linksOf(data, ways) };
  for (const field of people) {
    const address = textOf(data[field]);
    if (isAddress(address)) values[field] = <Person address={address} />;
  }
  for (const field of amounts) {
    const amount = textOf(data[field]);
    if (digits.test(amount)) values[field] = <Amount amount={amount} token={token} />;
  }
  if (typeof data['releaseAt'] === 'number') values['releaseAt'] = <Time timeMs={data['releaseAt']} />;
  if (typeof data['epoch'] === 'number') values['epoch'] = String(data['epoch']);
  const scores = listOf(data['scores']).filter((score) => typeof score === 'number');
  if (scores.length > 0) values['scores'] = scores.map(formatScore).join(' · ');
  const power = textOf(data['power']);
  if (digits.test(power)) values['power'] = formatPower(BigInt(power), token, language);
  const points = textOf(data['points']);
  if (digits.test(points)) values['points'] = formatPoints(BigInt(points), language);
  if (typeof data['halfLifeMs'] === 'number')
    values['halfLife'] = formatDuration(data['halfLifeMs'], language);
  const outcomes = listOf(data['outcomes']);
  const failed = outcomes.filter((code) => code !== '').length;
  return {
    ...values,
    name: <bdi>{textOf(data['name'])}</bdi>,
    symbol: <bdi>{textOf(data['symbol'])}</bdi>,
    memo: <bdi>{textOf(data['memo'])}</bdi>,
    kind: word('kind', data['kind']),
    choice: word('event.choice', data['choice']),
    remedy: word('remedy', data['remedy']),
    verdict: word('verdict', data['vote']),
    ruling: word('ruling', data['ruling']),
    effect: word('effect', data['effect']),
    roles: together(
      listOf(data['roles']).map((role) => word('role', role)),
      language,
    ),
    total: <Amount amount={totalIn(name, data)} token={token} />,
    page: Number(data['page'] ?? 0) + 1,
    pages: String(data['pages']),
    payments: String(data['payments']),
    model: shortHash(textOf(data['modelHash'])),
    done: outcomes.length - failed,
    failed,
    count: listOf(
      data['tracks'] ?? (data['committee'] as { readonly members?: unknown } | undefined)?.members,
    ).length,
  };
}

export function EventSentence({ event, title }: EventSentenceProps): ReactNode {
  const { t, language } = useWords();
  // A DAO's token has the DAO's id.
  const token = useToken(textOf(event.data['token']) || textOf(event.data['dao']));
  const id = sentenceIdOf(event);
  if (id === undefined) return <code>{event.name}</code>;
  return <Words id={id} values={valuesOf(event, { t, language, token, title })} />;
}
