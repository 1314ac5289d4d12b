/** The Mantine theme: Meritlane's palettes, type and defaults. Values that differ by scheme stand in tokens.css. */
import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver } from '@mantine/core';

/** Which token family a Mantine colour name stands for. */
const meanings: Readonly<Record<string, string>> = {
  lane: 'lane',
  merit: 'merit',
  sea: 'for',
  clay: 'against',
  sky: 'info',
};

export const theme = createTheme({
  primaryColor: 'lane',
  primaryShade: { light: 7, dark: 4 },
  // Mantine picks the label colour of a filled button once, for the light scheme: in dark, white on shade 4 fails AA (2.25 : 1).
  // Its light variants fail too; ours take the checked pairs of tokens.css.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const name = input.color ?? 'lane';
    if (input.variant === 'filled' && name === 'lane') return { ...colours, color: 'var(--ml-on-lane)' };
    const meaning = meanings[name];
    if (input.variant !== 'light' || meaning === undefined) return colours;
    const soft = `var(--ml-${meaning}-soft)`;
    return {
      ...colours,
      background: soft,
      hover: soft,
      color: `var(--ml-${meaning}-text)`,
      border: '1px solid transparent',
    };
  },
  fontFamily: 'var(--ml-font)',
  fontFamilyMonospace: 'var(--ml-mono)',
  headings: { fontFamily: 'var(--ml-font)', fontWeight: '600' },
  defaultRadius: 'md',
  radius: { xs: '2px', sm: '4px', md: '8px', lg: '12px', xl: '16px' },
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.125rem', xl: '1.375rem' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: {
    lane: [
      '#ecfaf9',
      '#d9f3f2',
      '#bae7e5',
      '#91d4d2',
      '#61bbb8',
      '#3a9f9d',
      '#108482',
      '#076a68',
      '#035150',
      '#013736',
    ],
    merit: [
      '#fff7ea',
      '#feecd1',
      '#faddaf',
      '#f5c984',
      '#eab356',
      '#d79d34',
      '#b78110',
      '#8f640c',
      '#6d4b03',
      '#4b3301',
    ],
    sea: [
      '#edfbf2',
      '#dbf4e4',
      '#bee9ce',
      '#96d7b1',
      '#69be8f',
      '#46a372',
      '#258758',
      '#096e44',
      '#045433',
      '#023921',
    ],
    clay: [
      '#fff4f1',
      '#ffe7e1',
      '#fed0c5',
      '#feaf9b',
      '#f4866a',
      '#d9674b',
      '#ba4b2f',
      '#9b361c',
      '#7b250f',
      '#561505',
    ],
    sky: [
      '#f1f8ff',
      '#dfefff',
      '#c2e0fe',
      '#9ccbf9',
      '#73afe7',
      '#5393cd',
      '#3877b0',
      '#246093',
      '#164974',
      '#093151',
    ],
    gray: [
      '#f5fcfc',
      '#ecf4f5',
      '#dfe8e9',
      '#ced8d9',
      '#b2bdbe',
      '#899596',
      '#667374',
      '#495758',
      '#2c3a3b',
      '#132122',
    ],
    dark: [
      '#e8eeef',
      '#c2cbcc',
      '#9ba5a7',
      '#778384',
      '#2f3c3d',
      '#202d2e',
      '#152022',
      '#0e1819',
      '#071011',
      '#040a0b',
    ],
  },
});

const shared = {
  '--mantine-color-text': 'var(--ml-text)',
  '--mantine-color-dimmed': 'var(--ml-text-2)',
  '--mantine-color-placeholder': 'var(--ml-text-3)',
  '--mantine-color-error': 'var(--ml-against-text)',
  '--mantine-color-body': 'var(--ml-surface)',
};

/** Gives Mantine's own variables our values; pass it to MantineProvider beside the theme. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
