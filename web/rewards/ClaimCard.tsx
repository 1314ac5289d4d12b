/** Money that has arrived and waits to be claimed, pinned above the statement. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Card } from '../components/Card.tsx';
import { formatAmount, formatStreamed } from '../formats.ts';
import { paths } from '../paths.ts';
import type { ContributionItem } from '../session/forYou.ts';
import { Transact } from '../transact/Transact.tsx';
import { useWords } from '../words/words.ts';
import classes from './ClaimCard.module.css';
import type { TokenOf } from './rewardQueries.ts';

/** A contribution with money to claim, as of now. */
interface Claimable {
  readonly item: ContributionItem;
  readonly amount: bigint;
}

interface ClaimCardProps {
  readonly claimables: readonly Claimable[];
  readonly tokenOf: TokenOf;
}

export function ClaimCard({ claimables, tokenOf }: ClaimCardProps): ReactNode {
  const { t, language } = useWords();
  // The sheet keeps what was claimed while the list behind it is already empty.
  const [chosen, setChosen] = useState<Claimable>();
  const [opened, setOpened] = useState(false);
  return (
    <>
      {claimables.length > 0 && (
        <Card title={t('rewards.claimTitle')} note={t('rewards.claimNote')}>
          <ul className={classes.rows}>
            {claimables.map((claimable) => {
              const { item, amount } = claimable;
              const token = tokenOf(item.dao);
              return (
                <li key={item.contribution}>
                  <Link to={paths.contribution(item.dao, item.contribution)} className={classes.title}>
                    <bdi>{item.title}</bdi>
                  </Link>
                  <span className={classes.amount}>
                    {formatStreamed(amount, token, language)} {token.symbol}
                  </span>
                  <Button
                    size="sm"
                    onClick={() => {
                      setChosen(claimable);
                      setOpened(true);
                    }}
                    aria-label={t('rewards.claimOf', { title: item.title ?? '' })}
                  >
                    {t('rewards.claim')}
                  </Button>
                </li>
              );
            })}
          </ul>
        </Card>
      )}
      {chosen !== undefined && (
        <Transact
          opened={opened}
          onClose={() => setOpened(false)}
          kind="contributions.claim"
          payload={{
            contribution: chosen.item.contribution,
            dao: chosen.item.dao,
            author: chosen.item.author,
            amount: chosen.item.amount ?? '0',
          }}
          title={t('rewards.claimTitle')}
          happens={t('rewards.claimHappens', {
            amount: formatAmount(chosen.amount, tokenOf(chosen.item.dao), language),
            title: chosen.item.title ?? '',
          })}
          rule={t('rewards.claimRule')}
        />
      )}
    </>
  );
}
