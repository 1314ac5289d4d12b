/** The entry: styles in their order, words, the live stream, then the app. */
import '@mantine/core/styles.css';
import '@fontsource-variable/ibm-plex-sans/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { followEvents } from './answers/liveQueries.ts';
import { connectLive } from './live.ts';
import { queries } from './queries.ts';
import { loadSession } from './session/session.ts';
import { adoptTheme } from './styles/adoptTheme.ts';
import { loadWords } from './words/words.ts';

/** Where the node streams its events. */
const streamPath = '/v1/events';

adoptTheme();
// Words that fail to load leave English, which is part of this file's bundle.
await loadWords().catch(() => undefined);
connectLive(streamPath);
followEvents(queries);
void loadSession();

const element = document.getElementById('app');
if (element === null) throw new Error('The page has no element with the id app.');
createRoot(element).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
