/** On the page of a contribution: the case about it, or asking a jury of people, as its author or against its acceptance. */
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Card } from '../components/Card.tsx';
import { formatAmount } from '../formats.ts';
import classes from '../funds/MoveCard.module.css';
import { paths } from '../paths.ts';
import { useViewer } from '../session/session.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import type { ContributionJson } from '../work/contributionQueries.ts';
import { useMyRoles } from '../work/useMyRoles.ts';
import { courtQuery, docketQuery, freeQuery } from './courtQueries.ts';

type Remedy = 'accept' | 'reopen' | 'refuse';

/** What this reader may ask for, by the state of the work. */
const remediesOf = (work: ContributionJson, isAuthor: boolean, isMember: boolean): Remedy[] => {
  if (work.amount === undefined) return [];
  if (isAuthor) return work.state === 'scored' ? ['accept', 'reopen'] : ['reopen'];
  return isMember && work.state === 'accepted' ? ['refuse', 'reopen'] : [];
};

export function AskPeopleCard({ work }: { readonly work: ContributionJson }): ReactNode {
  const { t } = useWords();
  const viewer = useViewer();
  // The sheet stays while the case appears below it, until the page goes there.
  const [opened, setOpened] = useState(false);
  const docket = useQuery(docketQuery(work.contribution)).data;
  const newest = docket !== undefined && 'case' in docket ? docket.case : undefined;
  if (docket !== undefined && newest !== undefined && !opened) {
    return (
      <Card title={t('court.ask.title')} note={t(docket.open ? 'court.ask.open' : 'court.ask.closed')}>
        <Link to={paths.disputeCase(work.dao, newest)}>{t('court.ask.toCase')}</Link>
      </Card>
    );
  }
  return viewer === undefined || docket === undefined ? null : (
    <Ask work={work} account={viewer.address} opened={opened} setOpened={setOpened} />
  );
}

interface AskProps {
  readonly work: ContributionJson;
  readonly account: string;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
}

function Ask({ work, account, opened, setOpened }: AskProps): ReactNode {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const token = useToken(work.dao);
  const roles = useMyRoles(work.dao);
  const court = useQuery(courtQuery(work.dao)).data?.court;
  const standing = useQuery(freeQuery(work.dao, account)).data;
  const isAuthor = account === work.author;
  const remedies = remediesOf(work, isAuthor, roles.includes('member'));
  const [chosen, setChosen] = useState<Remedy>();
  const [reason, setReason] = useState('');
  const remedy = chosen ?? remedies[0];
  if (court === undefined || standing === undefined || remedy === undefined) return null;
  const bond = isAuthor && standing.free ? '0' : court.bond;
  const { contribution, dao, author } = work;
  const costs =
    bond === '0'
      ? t('court.ask.free')
      : t('court.ask.bond', { amount: formatAmount(BigInt(bond), token, language) });
  return (
    <Card title={t('court.ask.title')} note={t(isAuthor ? 'court.ask.author' : 'court.ask.member')}>
      <div className={classes.form}>
        <NativeSelect
          label={t('court.ask.remedy')}
          value={remedy}
          onChange={(event) => setChosen(event.currentTarget.value as Remedy)}
          data={remedies.map((one) => ({ value: one, label: t(`remedy.${one}`) }))}
        />
        <Textarea
          label={t('court.ask.reason')}
          autosize
          minRows={2}
          maxLength={600}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <p className="small">{costs}</p>
        <Button disabled={reason.trim() === ''} onClick={() => setOpened(true)}>
          {t('txKind.disputes.open')}
        </Button>
      </div>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        onDone={({ id }) => void navigate({ to: paths.disputeCase(dao, id) })}
        kind="disputes.open"
        payload={{ dao, contribution, author, remedy, bond, epoch: standing.epoch, reason: reason.trim() }}
        title={t('txKind.disputes.open')}
        happens={t('court.ask.happens', { remedy: t(`remedy.${remedy}`) })}
        costs={costs}
      />
    </Card>
  );
}
