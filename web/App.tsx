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
