/** The built pages: hashed assets for ever, index.html for every page address, a waiting page while there is no build. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { waitingPage } from './waitingPage.ts';

/** Nothing is inline and nothing comes from elsewhere; the theme's variables go in through a constructed style sheet. */
const policy = [
  "default-src 'self'",
  // A page runs the model's file itself to check a score, by a runtime in WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');
const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), publickey-credentials-get=(self)',
};

/** An app that serves the folder; `isReady` says whether its build is whole. */
export const createPages = (
  folder: string,
  isReady: () => boolean = () => existsSync(join(folder, 'index.html')),
): Hono => {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    // Names under assets carry the hash of what they hold.
    if (c.req.path.startsWith('/assets/') && c.res.ok)
      c.res.headers.set('Cache-Control', 'public, max-age=31536000, immutable');
  });
  // Asked for by browsers beside pages that name no icon, such as an answer in JSON.
  app.get('/favicon.ico', (c) => c.redirect('/logo.svg', 301));
  app.use(serveStatic({ root: folder, rewriteRequestPath: (path) => (path === '/' ? '/-' : path) }));
  app.get('*', async (c) => {
    const isPage = !/\.[a-z0-9]+$/i.test(c.req.path);
    if (!isPage) return c.text('There is no such file.', 404);
    c.header('Cache-Control', 'no-cache');
    if (!isReady()) return c.html(waitingPage, 200, { 'Retry-After': '2' });
    return c.html(await readFile(join(folder, 'index.html'), 'utf8'));
  });
  return app;
};
