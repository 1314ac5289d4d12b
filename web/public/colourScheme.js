/** Sets the colour scheme before the first paint, so that the page never flashes in the other one. */
{
  const stored = localStorage.getItem('meritlane.colourScheme');
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const scheme = stored === 'light' || stored === 'dark' ? stored : system;
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
}
