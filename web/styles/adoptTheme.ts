/** Gives the document the theme's variables by a constructed style sheet: a style element would need a looser policy. */
import {
  type CSSVariablesResolver,
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { cssVariablesResolver, theme } from './theme.ts';

type Variables = ReturnType<CSSVariablesResolver>;

/** Adopts the variables once, before the first render; MantineProvider then needs `withCssVariables={false}`. */
export function adoptTheme(): void {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const base = defaultCssVariablesResolver(merged);
  const own = cssVariablesResolver(merged);
  const variables: Variables = {
    variables: { ...base.variables, ...own.variables },
    light: { ...base.light, ...own.light, '--mantine-color-scheme': 'light' },
    dark: { ...base.dark, ...own.dark, '--mantine-color-scheme': 'dark' },
  };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(variables, ':root'));
  // First in the cascade of adopted sheets; token style sheets are not overridden, since the names differ.
  document.adoptedStyleSheets = [sheet, ...document.adoptedStyleSheets];
}
