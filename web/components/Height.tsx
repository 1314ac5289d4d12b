/** The height of a block, grouped so that it never looks like money, and a link to the block. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatHeight } from '../formats.ts';
import { paths } from '../paths.ts';
import classes from './Height.module.css';

interface HeightProps {
  readonly height: number;
  readonly link?: boolean;
}

export function Height({ height, link = true }: HeightProps): ReactNode {
  const text = <bdi className={classes.height}>{formatHeight(height)}</bdi>;
  return link ? (
    <Link to={paths.block(height)} className={classes.link}>
      {text}
    </Link>
  ) : (
    text
  );
}
