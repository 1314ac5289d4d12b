/** A contribution whose score was voided: it waits for another score, and keeps what was paid and credited (decision 13). */
import type { Contribution } from './state.ts';

/**
 * The stored facts after a score was voided at `time`. Score, amount and acceptance end with it, so that the next score is
 * accepted anew; what was paid, `covered`, `credited` and the class of the payee stay.
 */
export const reopened = (stored: Contribution, time: number): Contribution => {
  const {
    scores: _scores,
    amount: _amount,
    scoredAt: _scoredAt,
    acceptedAt: _acceptedAt,
    acceptedBy: _acceptedBy,
    settledAt: _settledAt,
    outcome: _outcome,
    ...kept
  } = stored;
  return { ...kept, immediate: kept.paidSoFar, submittedAt: time };
};
