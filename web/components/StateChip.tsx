/** A state in one or two words; colour is never its only cue. */
import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconCoin,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './StateChip.module.css';

/** What a colour means, the same on every page. */
export type Tone = 'pending' | 'right' | 'wrong' | 'warning' | 'money' | 'neutral';

interface StateChipProps {
  /** pending: blue; right: proven, gained; wrong: lost, failed; warning: stale; money: paid; neutral: waiting, not yet. */
  readonly tone: Tone;
  readonly children: ReactNode;
}

const icons = {
  pending: IconClock,
  right: IconCircleCheck,
  wrong: IconCircleX,
  warning: IconAlertTriangle,
  money: IconCoin,
  neutral: IconCircle,
};

export function StateChip({ tone, children }: StateChipProps): ReactNode {
  const Icon = icons[tone];
  return (
    <span className={classes.chip} data-tone={tone}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
