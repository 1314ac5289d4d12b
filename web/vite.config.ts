/** How the web app is built: `web/` into `web/dist`, with the node at localhost:4000 behind the development server. */
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

/** Where the node listens; only the development server needs to know. */
const nodeUrl = process.env['NODE_URL'] ?? 'http://localhost:4000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  resolve: { conditions: [...defaultClientConditions] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Assets stay files of the own origin: a data URL would need a wider content security policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script, which the content security policy refuses.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  server: {
    // Passkeys belong to the name localhost, never to an IP address.
    host: 'localhost',
    port: 5173,
    strictPort: true,
    proxy: { '/v1': nodeUrl, '/healthz': nodeUrl },
  },
});
