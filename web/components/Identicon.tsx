/** The picture of an address: five bars, like the lanes of the mark. */
import type { ReactNode } from 'react';
import classes from './Identicon.module.css';
import { identiconBars } from './identiconBars.ts';

interface IdenticonProps {
  /** 64 hex digits. */
  readonly address: string;
  /** Edge in pixels. */
  readonly size?: number;
}

export function Identicon({ address, size = 20 }: IdenticonProps): ReactNode {
  return (
    <svg className={classes.icon} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      {identiconBars(address).map((bar, index) => (
        <rect
          key={index}
          className={classes[`hue${bar.hue}`]}
          x={4 + index * 5.2}
          y={16 - 12 * bar.height}
          width="3.6"
          height={24 * bar.height}
          rx="1.8"
        />
      ))}
    </svg>
  );
}
