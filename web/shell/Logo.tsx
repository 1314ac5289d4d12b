/** The mark: five lanes, the middle one in brass. */
import type { ReactNode } from 'react';

export function Logo({ size }: { readonly size: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <g fill="currentColor">
        <rect x="3" y="4" width="4" height="24" rx="2" />
        <rect x="8.5" y="8.5" width="4" height="14" rx="2" />
        <rect x="19.5" y="8.5" width="4" height="14" rx="2" />
        <rect x="25" y="4" width="4" height="24" rx="2" />
      </g>
      <rect x="14" y="13" width="4" height="15" rx="2" fill="#d79d34" />
    </svg>
  );
}
