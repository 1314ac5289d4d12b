/** The pages and their paths, and what every page may use: theme, queries, words. */
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { queries } from './queries.ts';
import { PageFailure } from './shell/PageFailure.tsx';
import { Shell } from './shell/Shell.tsx';
import { cssVariablesResolver, theme } from './styles/theme.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage });

/** A page at a path, fetched when it is first opened; `$name` parts are read with `useParams({ strict: false })`. */
const page = <Name extends string>(
  path: string,
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) });

// One line a page: its path, its file, its export. Paths are spelled once more in paths.ts, for links.
const pages = [
  page('/d/$dao/contributions', () => import('./pages/ContributionsPage.tsx'), 'ContributionsPage'),
  page('/d/$dao/contributions/$id', () => import('./pages/ContributionPage.tsx'), 'ContributionPage'),
  page('/', () => import('./pages/DaosPage.tsx'), 'DaosPage'),
  page('/d/$dao', () => import('./pages/DaoHomePage.tsx'), 'DaoHomePage'),
  page('/d/$dao/contribute', () => import('./pages/ContributePage.tsx'), 'ContributePage'),
  page('/start', () => import('./pages/StartPage.tsx'), 'StartPage'),
  page('/new', () => import('./pages/NewDaoPage.tsx'), 'NewDaoPage'),
  page('/d/$dao/rules', () => import('./pages/RulesPage.tsx'), 'RulesPage'),
  page('/d/$dao/scoring', () => import('./pages/ScoringPage.tsx'), 'ScoringPage'),
  page('/d/$dao/proposals', () => import('./pages/ProposalsPage.tsx'), 'ProposalsPage'),
  page('/d/$dao/proposals/$id/edit', () => import('./pages/EditProposalPage.tsx'), 'EditProposalPage'),
  page('/d/$dao/proposals/new', () => import('./pages/NewProposalPage.tsx'), 'NewProposalPage'),
  page('/d/$dao/proposals/$id', () => import('./pages/ProposalPage.tsx'), 'ProposalPage'),
  page('/a/$address', () => import('./pages/AccountPage.tsx'), 'AccountPage'),
  page('/me/rewards', () => import('./pages/RewardsPage.tsx'), 'RewardsPage'),
  page('/me/wallet', () => import('./pages/WalletPage.tsx'), 'WalletPage'),
  page('/explorer', () => import('./pages/ExplorerPage.tsx'), 'ExplorerPage'),
  page('/explorer/blocks/$height', () => import('./pages/BlockPage.tsx'), 'BlockPage'),
  page('/explorer/lanes', () => import('./pages/LanesPage.tsx'), 'LanesPage'),
  page('/me/keys', () => import('./pages/KeysPage.tsx'), 'KeysPage'),
  page('/explorer/tx/$id', () => import('./pages/TransactionPage.tsx'), 'TransactionPage'),
  page('/explorer/proof', () => import('./pages/ProofPage.tsx'), 'ProofPage'),
  page('/d/$dao/treasury', () => import('./pages/TreasuryPage.tsx'), 'TreasuryPage'),
  page('/d/$dao/members', () => import('./pages/MembersPage.tsx'), 'MembersPage'),
  page('/d/$dao/power', () => import('./pages/PowerPage.tsx'), 'PowerPage'),
  page('/d/$dao/delegates', () => import('./pages/DelegatesPage.tsx'), 'DelegatesPage'),
  page('/d/$dao/reviews', () => import('./pages/ReviewsPage.tsx'), 'ReviewsPage'),
  page('/d/$dao/reviews/$id', () => import('./pages/ReviewPage.tsx'), 'ReviewPage'),
  page('/d/$dao/court', () => import('./pages/CourtPage.tsx'), 'CourtPage'),
  page('/d/$dao/cases/$id', () => import('./pages/CasePage.tsx'), 'CasePage'),
  page('/d/$dao/polls', () => import('./pages/PollsPage.tsx'), 'PollsPage'),
  page('/d/$dao/polls/$poll', () => import('./pages/PollPage.tsx'), 'PollPage'),
  page('/d/$dao/funding', () => import('./pages/FundingPage.tsx'), 'FundingPage'),
  page('/d/$dao/funding/$request', () => import('./pages/FundingRequestPage.tsx'), 'FundingRequestPage'),
  page('/d/$dao/constitution', () => import('./pages/ConstitutionPage.tsx'), 'ConstitutionPage'),
  page('/me/settings', () => import('./pages/SettingsPage.tsx'), 'SettingsPage'),
  // Every component with example values, to look at while developing; production builds drop this line and its files.
  ...(import.meta.env.DEV
    ? [page('/gallery', () => import('./gallery/GalleryPage.tsx'), 'GalleryPage')]
    : []),
];

const router = createRouter({
  routeTree: root.addChildren(pages),
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
  // Another proposal is another page: nothing typed for the last one stays.
  defaultRemountDeps: ({ params }) => params,
  // A new page starts at its top; the one a link left keeps its place on the way back.
  scrollRestoration: true,
});

const colourSchemes = localStorageColorSchemeManager({ key: 'meritlane.colourScheme' });

export function App(): ReactNode {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colourSchemes}
      defaultColorScheme="auto"
      // Both would write style elements, which the content security policy refuses; see adoptTheme.ts.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
