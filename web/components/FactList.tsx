/** Facts as pairs of a name and a value. */
import type { ReactNode } from 'react';
import classes from './FactList.module.css';

/** One fact. */
export interface Fact {
  readonly id: string;
  readonly name: ReactNode;
  readonly value: ReactNode;
}

export function FactList({ facts }: { readonly facts: readonly Fact[] }): ReactNode {
  return (
    <dl className={classes.facts}>
      {facts.map(({ id, name, value }) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
