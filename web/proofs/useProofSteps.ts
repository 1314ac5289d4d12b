/** Lets the steps of a check that was made in the page tick one after the other, so that eyes can follow. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { ProofStepName } from '#chain/proofs/proofDocument.ts';
import type { ProofStep } from '../components/ProofSteps.tsx';
import { useWords } from '../words/words.ts';

/** Seven steps in a second and a half. */
const tickMs = 200;

/** Steps of checks in the page; each has its words. */
type CheckName = ProofStepName | 'hash';

/** What a check found; the last step failed unless `ok`. */
export interface CheckVerdict {
  readonly ok: boolean;
  readonly steps: readonly { readonly name: CheckName; readonly ok: boolean }[];
}

interface TickedSteps<V> {
  readonly steps: readonly ProofStep[];
  /** Undefined until the last step has ticked. */
  readonly verdict: V | undefined;
}

/** The steps of a verdict, under the names that it would have if all held; without a verdict all of them wait. */
export function useProofSteps<V extends CheckVerdict>(
  verdict: V | undefined,
  names: readonly CheckName[],
): TickedSteps<V> {
  const { t } = useWords();
  const calm = useReducedMotion();
  const [ticked, setTicked] = useState<{ readonly of?: V; readonly count: number }>({ count: 0 });
  const made = verdict?.steps.length ?? 0;
  const shown = ticked.of === verdict ? ticked.count : 0;
  useEffect(() => {
    if (verdict === undefined || shown >= made) return undefined;
    if (calm) {
      setTicked({ of: verdict, count: made });
      return undefined;
    }
    const timer = setTimeout(() => setTicked({ of: verdict, count: shown + 1 }), tickMs);
    return () => clearTimeout(timer);
  }, [verdict, shown, made, calm]);
  const steps = names.map((name, index): ProofStep => {
    const words = t(`proof.step.${name}`);
    if (verdict === undefined || index > shown) return { id: name, state: 'waiting', words };
    const step = verdict.steps[index];
    if (index === shown) return { id: name, state: step === undefined ? 'waiting' : 'checking', words };
    if (step === undefined) return { id: name, state: 'waiting', words };
    return step.ok
      ? { id: name, state: 'right', words, detail: t(`proof.step.${name}.detail`) }
      : { id: name, state: 'wrong', words, detail: t(`proof.step.${name}.wrong`) };
  });
  return { steps, verdict: shown >= made ? verdict : undefined };
}
