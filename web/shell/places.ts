/** The places of the side bar and the bottom bar: words, icon and path of each. */
import {
  type Icon,
  IconActivity,
  IconBolt,
  IconBuildingBank,
  IconChartBar,
  IconEyeCheck,
  IconGavel,
  IconGitPullRequest,
  IconHome,
  IconKey,
  IconPlant2,
  IconReceipt,
  IconScale,
  IconSettings,
  IconShieldCheck,
  IconStars,
  IconUpload,
  IconUsers,
  IconUsersGroup,
  IconWallet,
} from '@tabler/icons-react';
import { paths } from '../paths.ts';
import type { WordId } from '../words/words.ts';
import type { ShellState } from './shellState.ts';

/** A place to go. */
export interface Place {
  readonly words: WordId;
  readonly icon: Icon;
  readonly path: string;
  /** What of the reader's waits there. */
  readonly waits?: keyof ShellState['waiting'];
  /** Current only at this very path, not below it. */
  readonly exact?: boolean;
  /** Drawn as the button. */
  readonly primary?: boolean;
}

/** Places of one DAO. */
export function daoPlaces(dao: string): Place[] {
  return [
    { words: 'shell.home', icon: IconHome, path: paths.dao(dao), exact: true },
    { words: 'shell.contributions', icon: IconGitPullRequest, path: paths.contributions(dao) },
    { words: 'shell.proposals', icon: IconGavel, path: paths.proposals(dao), waits: 'vote' },
    { words: 'shell.polls', icon: IconChartBar, path: paths.polls(dao) },
    { words: 'shell.funding', icon: IconPlant2, path: paths.funding(dao) },
    { words: 'shell.reviews', icon: IconEyeCheck, path: paths.reviews(dao) },
    { words: 'shell.court', icon: IconShieldCheck, path: paths.court(dao) },
    { words: 'shell.members', icon: IconUsers, path: paths.members(dao) },
    { words: 'shell.delegates', icon: IconUsersGroup, path: paths.delegates(dao) },
    { words: 'shell.power', icon: IconBolt, path: paths.power(dao) },
    { words: 'shell.treasury', icon: IconBuildingBank, path: paths.treasury(dao) },
    { words: 'shell.rules', icon: IconScale, path: paths.rules(dao) },
    { words: 'shell.scoring', icon: IconStars, path: paths.scoring(dao) },
  ];
}

/** Places of the reader, in every DAO. */
export const ownPlaces: readonly Place[] = [
  { words: 'shell.rewards', icon: IconReceipt, path: paths.rewards, waits: 'rewards' },
  { words: 'shell.wallet', icon: IconWallet, path: paths.wallet },
  { words: 'shell.keys', icon: IconKey, path: paths.keys },
  { words: 'shell.settings', icon: IconSettings, path: paths.settings },
];

/** Places of the network. */
export const networkPlaces: readonly Place[] = [
  { words: 'shell.explorer', icon: IconActivity, path: paths.explorer },
];

/** The five places of the phone's bottom bar. */
export function phonePlaces(dao: string | undefined): Place[] {
  const within = (path: (id: string) => string): string => (dao === undefined ? paths.daos : path(dao));
  return [
    { words: 'shell.home', icon: IconHome, path: within(paths.dao), exact: true },
    { words: 'shell.contributions', icon: IconGitPullRequest, path: within(paths.contributions) },
    { words: 'shell.contribute', icon: IconUpload, path: within(paths.contribute), primary: true },
    { words: 'shell.vote', icon: IconGavel, path: within(paths.proposals), waits: 'vote' },
    { words: 'shell.rewards', icon: IconReceipt, path: paths.rewards, waits: 'rewards' },
  ];
}

/** Tells whether the path is at the place or below it. */
export const isCurrent = (place: Place, path: string): boolean =>
  path === place.path || (place.exact !== true && path.startsWith(`${place.path}/`));
