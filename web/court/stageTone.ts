/** The colour of each stage of a case. */
import type { Tone } from '../components/StateChip.tsx';
import type { CaseJson } from './courtQueries.ts';

export const toneOf = ({ stage, ruling }: CaseJson): Tone => {
  if (stage !== 'closed') return 'pending';
  return ruling === 'grant' ? 'right' : ruling === 'deny' ? 'wrong' : 'neutral';
};
/** When the step that runs now is over. */
export const stepEndsAt = ({ stage, rounds }: CaseJson): number | undefined => {
  const times = rounds.at(-1)?.times;
  if (times === undefined) return undefined;
  const ends = {
    evidence: times.evidenceEndsAt,
    seeding: times.drawAt,
    drawing: times.summonBy,
    voting: times.commitEndsAt,
    revealing: times.revealEndsAt,
    appealable: times.appealEndsAt,
    due: undefined,
    closed: undefined,
  };
  return ends[stage];
};
