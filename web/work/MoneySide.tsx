/** Where a contribution's money is, how to claim it, its rule and its proof. */
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useToken } from '../answers/daoQueries.ts';
import { Amount } from '../components/Amount.tsx';
import { Card } from '../components/Card.tsx';
import { MoneyCard } from '../components/MoneyCard.tsx';
import { Time } from '../components/Time.tsx';
import { usePulse } from '../components/usePulse.ts';
import { formatAmount, formatPpm } from '../formats.ts';
import { ProofSheet } from '../rewards/ProofSheet.tsx';
import { useName } from '../session/useName.ts';
import { formatDuration } from '../times.ts';
import { Transact } from '../transact/Transact.tsx';
import { Words } from '../words/Words.tsx';
import { useWords } from '../words/words.ts';
import { claimableBy, heldBy, moneyOf } from './chainMoney.ts';
import type { ContributionJson } from './contributionQueries.ts';
import classes from './MoneySide.module.css';
import { useChainClock } from './useChainClock.ts';
import { weightsText } from './weights.ts';

interface MoneySideProps {
  readonly work: ContributionJson;
}

/** The button's amount changes with each second. */
const pulseMs = 1000;

export function MoneySide({ work }: MoneySideProps): ReactNode {
  const { t } = useWords();
  const token = useToken(work.dao);
  const clock = useChainClock();
  const nowMs = usePulse(pulseMs, clock);
  const [proof, setProof] = useState(false);
  const latest = work.rewards[0];
  if (work.amount === undefined) {
    return (
      <Card title={t('money.title')}>
        <p>{t('contribution.money.none')}</p>
        <RuleWords work={work} />
      </Card>
    );
  }
  const returned = BigInt(work.amount) - BigInt(work.immediate ?? 0);
  const backAt = (work.scoredAt ?? 0) + work.rule.unacceptedMs;
  const isReleased = work.acceptedAt !== undefined && work.rule.vestingPpm > 0 && heldBy(work, nowMs) === 0n;
  return (
    <>
      <MoneyCard
        money={moneyOf(work, nowMs)}
        token={token}
        clock={clock}
        {...(work.outcomeFrom === undefined ? {} : { outcomeMs: work.outcomeFrom })}
        paidWords={isReleased ? t('outcome.paid') : undefined}
        waitsWords={work.acceptedAt === undefined ? t('work.state.scored') : undefined}
        action={
          <div className={classes.foot}>
            {work.state === 'returned' && (
              <p className={classes.returned}>
                {t('contribution.money.returned')} <Amount amount={returned} token={token} />
              </p>
            )}
            {work.state === 'scored' && returned > 0n && (
              <p className="small">
                <Words
                  id="contribution.money.unaccepted"
                  values={{ when: <Time timeMs={backAt} form="moment" /> }}
                />
              </p>
            )}
            <ClaimButton work={work} claimable={claimableBy(work, nowMs)} />
            {latest !== undefined && (
              <Button variant="default" fullWidth onClick={() => setProof(true)}>
                {t('contribution.proof')}
              </Button>
            )}
            <RuleWords work={work} />
          </div>
        }
      />
      {proof && latest !== undefined && (
        <ProofSheet reward={latest} title={work.title} token={token} onClose={() => setProof(false)} />
      )}
    </>
  );
}

function RuleWords({ work }: MoneySideProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(work.dao);
  const { rule } = work;
  return (
    <details className={classes.rule}>
      <summary>
        <Words id="contribution.rule" values={{ when: <Time timeMs={work.submittedAt} form="moment" /> }} />
      </summary>
      <p className="small">
        {t('contribution.ruleWords', {
          rate: formatAmount(rule.rate, token, language),
          cap: formatAmount(rule.cap, token, language),
          weights: weightsText(rule.weights, t, language),
          immediate: formatPpm(rule.immediatePpm, language),
          stream: formatPpm(rule.streamPpm, language),
          duration: formatDuration(rule.streamMs, language),
        })}{' '}
        {rule.vestingPpm > 0 &&
          t('rules.vesting', {
            vesting: formatPpm(rule.vestingPpm, language),
            vestingTime: formatDuration(rule.vestingMs, language),
          })}
      </p>
    </details>
  );
}

interface ClaimButtonProps {
  readonly work: ContributionJson;
  readonly claimable: bigint;
}

function ClaimButton({ work, claimable }: ClaimButtonProps): ReactNode {
  const { t, language } = useWords();
  const token = useToken(work.dao);
  const name = useName(work.author) ?? work.author;
  const [opened, setOpened] = useState(false);
  if (claimable === 0n && !opened) return null;
  const amount = formatAmount(claimable, token, language);
  return (
    <>
      <Button fullWidth onClick={() => setOpened(true)}>
        {t('contribution.claim', { amount })}
      </Button>
      <Transact
        opened={opened}
        onClose={() => setOpened(false)}
        kind="contributions.claim"
        payload={{
          contribution: work.contribution,
          dao: work.dao,
          author: work.author,
          amount: work.amount ?? '0',
        }}
        title={t('contribution.claim.title')}
        happens={t('contribution.claim.happens', { amount, name })}
        rule={t('contribution.claim.rule')}
      />
    </>
  );
}
