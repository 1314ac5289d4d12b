/** Checks a proof file in the page, step by step. */
import { useMemo } from 'react';
import { type ProofVerdict, verifyProofDocument } from '#chain/proofs/proofDocument.ts';
import { useProofSteps } from './useProofSteps.ts';
import { verifyEd25519 } from './verifyEd25519.ts';

/** The steps of the chain's own check, in its order. */
const stepNames = ['form', 'genesis', 'chainId', 'engine', 'signer', 'signature', 'cell'] as const;

/** Verifies against the genesis hash that is trusted (64 hex digits); undefined trusts none, and the check fails there. */
export function useProofCheck(document: unknown, trustedHash: string | undefined) {
  const verdict = useMemo(
    (): ProofVerdict | undefined =>
      document === undefined ? undefined : verifyProofDocument(document, trustedHash ?? '', verifyEd25519),
    [document, trustedHash],
  );
  return useProofSteps(verdict, stepNames);
}
