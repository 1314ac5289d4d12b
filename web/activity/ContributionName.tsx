/** A contribution by its title, as a link; in plain words until the title is known. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { client } from '../node.ts';
import { paths } from '../paths.ts';
import { useWords } from '../words/words.ts';

interface ContributionNameProps {
  readonly dao: string;
  readonly contribution: string;
  /** Where it is known already. */
  readonly title?: string | undefined;
}

/** A title never changes, so no event makes it stale. */
const titleQuery = (contribution: string) =>
  ({
    queryKey: ['contributionTitle', contribution],
    queryFn: async () => (await client.query.contributions.getContribution({ contribution })).title,
  }) as const;

export function ContributionName({ dao, contribution, title }: ContributionNameProps): ReactNode {
  const { t } = useWords();
  const asked = useQuery({ ...titleQuery(contribution), enabled: title === undefined });
  const name = title ?? asked.data ?? '';
  return (
    <Link to={paths.contribution(dao, contribution)}>
      {name === '' ? t('event.aContribution') : <bdi>{t('event.titled', { title: name })}</bdi>}
    </Link>
  );
}
