/** Where power comes from, and what would count on each track now. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { FactList } from '../components/FactList.tsx';
import { formatAmount, formatPoints, formatPower, formatPpm, formatShare, mixedPower } from '../formats.ts';
import { unbondingsQuery } from '../funds/fundsQueries.ts';
import { useWords } from '../words/words.ts';
import { type MemberPowerJson, reputationQuery } from './powerQueries.ts';

interface PowerProps {
  readonly power: MemberPowerJson;
}

export function WhyCard({ power }: PowerProps): ReactNode {
  const { t, language } = useWords();
  const { dao, account, rule } = power;
  const token = useToken(dao);
  const reputation = useQuery(reputationQuery(dao, account)).data;
  const unbondings = useQuery(unbondingsQuery(account)).data ?? [];
  const leaving = unbondings
    .filter((one) => one.token === dao)
    .reduce((total, { amount }) => total + BigInt(amount), 0n);
  const share = (ppm: number): string => formatPpm(ppm, language);
  const mix =
    rule.tokensPpm === 1_000_000
      ? t('power.ruleTokens')
      : t('power.ruleMix', {
          tokens: share(rule.tokensPpm),
          reputation: share(rule.reputationPpm),
          members: share(rule.membersPpm),
        });
  const cutOff = rule.cutOffPpm === 0 ? '' : t('power.ruleCutOff', { cutOff: share(rule.cutOffPpm) });
  const staked = formatShare(BigInt(power.staked), BigInt(power.totalStaked), language);
  return (
    <FactList
      facts={[
        {
          id: 'stake',
          name: t('power.stake'),
          value: t('power.stakeValue', {
            amount: formatAmount(power.staked, token, language),
            share: staked,
          }),
        },
        ...(leaving === 0n
          ? []
          : [
              {
                id: 'unbonding',
                name: t('power.unbonding'),
                value: t('power.unbondingValue', { amount: formatAmount(leaving, token, language) }),
              },
            ]),
        {
          id: 'reputation',
          name: t('power.reputation'),
          value: t('power.reputationValue', {
            points: formatPoints(BigInt(reputation?.points ?? '0'), language),
            share: share(power.reputationPpm),
          }),
        },
        {
          id: 'membership',
          name: t('power.membership'),
          value: power.member ? t('power.memberOf', { count: Number(power.members) }) : t('power.notMember'),
        },
        { id: 'rule', name: t('power.rule'), value: `${mix} ${cutOff}`.trim() },
      ]}
    />
  );
}

export function TrackPowers({ power }: PowerProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(power.dao);
  const counted = power.rule.tokensPpm === 1_000_000 ? token : mixedPower;
  const stake = (amount: string): string => formatPower(BigInt(amount), token, language);
  return (
    <Card title={t('power.tracks')} note={t('power.tracksNote')} flush>
      <DataTable
        caption={t('power.tracks')}
        rows={power.tracks}
        rowId={({ track }) => track}
        columns={[
          { id: 'track', head: t('power.track'), cell: ({ track }) => t(`track.${track}`) },
          { id: 'lent', head: t('power.lent'), align: 'end', cell: ({ lent }) => stake(lent) },
          {
            id: 'received',
            head: t('power.received'),
            align: 'end',
            cell: ({ received }) => stake(received),
          },
          {
            id: 'counts',
            head: t('power.counts'),
            align: 'end',
            cell: ({ power: counts }) =>
              `${formatPower(BigInt(counts), counted, language)}${counted === mixedPower ? ' %' : ''}`,
          },
          {
            id: 'share',
            head: t('members.share'),
            align: 'end',
            cell: ({ power: counts }) => formatShare(BigInt(counts), BigInt(power.totalPower), language),
          },
        ]}
      />
    </Card>
  );
}
