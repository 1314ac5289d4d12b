/** "Check it on this device": the steps of the check, each with what was compared. */
import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { type ProofStep, ProofSteps } from '../components/ProofSteps.tsx';
import { faultOf } from '../faults.ts';
import { formatScore } from '../formats.ts';
import { useWords } from '../words/words.ts';
import type { CheckedHere } from './checkHere.ts';
import type { PastProgress } from './readPast.ts';

interface CheckCardProps {
  readonly check: UseMutationResult<CheckedHere, Error, void>;
  /** How far the earlier contributions are read. */
  readonly past: PastProgress | undefined;
  /** The scores that the chain holds. */
  readonly scores: readonly number[];
  /** How many scorers' answers count. */
  readonly revealed: number;
}

const stepNames = ['content', 'features', 'tables', 'model', 'scores'] as const;

const holds = (checked: CheckedHere): Readonly<Record<(typeof stepNames)[number], boolean>> => ({
  content: checked.contentSame,
  features: checked.featuresSame === checked.revealed,
  tables: checked.tablesSame,
  model: checked.modelSame,
  scores: checked.scoresSame,
});

export function CheckCard({ check, past, scores, revealed }: CheckCardProps): ReactNode {
  const { t } = useWords();
  const chain = scores.map(formatScore).join(' · ');
  if (check.isIdle) {
    return (
      <Button variant="default" onClick={() => check.mutate()}>
        {t('contribution.check')}
      </Button>
    );
  }
  if (check.error !== null) {
    return <ErrorNote fault={faultOf(check.error, t)} onRetry={() => check.mutate()} focus />;
  }
  const { data } = check;
  const steps = stepNames.map((name): ProofStep => {
    const words =
      name === 'features'
        ? t('contribution.check.features', { count: data?.featuresSame ?? revealed })
        : t(`contribution.check.${name}`, { scores: chain });
    if (data === undefined) {
      const detail =
        name === 'features' && past !== undefined ? t('contribution.check.reading', { ...past }) : undefined;
      return { id: name, state: 'checking', words, ...(detail === undefined ? {} : { detail }) };
    }
    const state = holds(data)[name] ? 'right' : 'wrong';
    if (name === 'scores' && state === 'wrong') {
      const here = data.scored.scores.map(formatScore).join(' · ');
      return { id: name, state, words, detail: t('contribution.check.differ', { here, chain }) };
    }
    return name === 'features'
      ? { id: name, state, words, detail: t('contribution.check.past', { count: data.past }) }
      : { id: name, state, words };
  });
  return <ProofSteps steps={steps} />;
}
