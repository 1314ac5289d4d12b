/** Checks a proof file in the page and lets its steps tick one after the other, so that eyes can follow. */
import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { type ProofVerdict, verifyProofDocument } from '#chain/proofs/proofDocument.ts';
import type { ProofStep } from '../components/ProofSteps.tsx';
import { useWords } from '../words/words.ts';
import { verifyEd25519 } from './verifyEd25519.ts';

/** Seven steps in a second and a half. */
const tickMs = 200;

/** The steps of the chain's own check, in its order. */
const stepNames = ['form', 'genesis', 'chainId', 'engine', 'signer', 'signature', 'cell'] as const;

interface ProofCheck {
  readonly steps: readonly ProofStep[];
  /** Undefined until the last step has ticked. */
  readonly verdict: ProofVerdict | undefined;
}

/** Verifies against the genesis hash that is trusted (64 hex digits); undefined trusts none, and the check fails there. */
export function useProofCheck(document: unknown, trustedHash: string | undefined): ProofCheck {
  const { t } = useWords();
  const calm = useReducedMotion();
  const verdict = useMemo(
    () =>
      document === undefined ? undefined : verifyProofDocument(document, trustedHash ?? '', verifyEd25519),
    [document, trustedHash],
  );
  const [ticked, setTicked] = useState<{ readonly of?: ProofVerdict; readonly count: number }>({ count: 0 });
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
  const steps = stepNames.map((name, index): ProofStep => {
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
