/** The colour of a contribution's state. */
import type { Tone } from '../components/StateChip.tsx';
import type { ContributionItem } from '../session/forYou.ts';

export const stateTones: Readonly<Record<ContributionItem['state'], Tone>> = {
  submitted: 'pending',
  scored: 'neutral',
  accepted: 'money',
  paid: 'right',
  returned: 'warning',
};
