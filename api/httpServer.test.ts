/** The HTTP server on real sockets: one host, redirects of pages alone, cached assets, and a clean end. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiChain, startApiChain } from '#test/support/apiChain.ts';
import { type HttpServer, startHttpServer } from './httpServer.ts';

let folder = '';
let server: HttpServer;
let chain: ApiChain;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  chain = await startApiChain();
  server = await startHttpServer({ port: 0, webFolder: folder, hosts: ['merit.example'] });
});
afterEach(async () => {
  await server.close();
  await chain.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The head and body that raw lines get. */
const raw = (...lines: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.once('end', () => resolve(text));
    socket.once('error', reject);
  });
const get = (path: string, host: string, ...headers: string[]): Promise<string> =>
  raw(`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers);
const html = 'Accept: text/html';
const build = (): void => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>built</title>');
  writeFileSync(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
};

describe('the server', () => {
  it('is healthy before the node is open, and answers for the API from then on', async () => {
    expect(await get('/healthz', 'localhost')).toMatch(/^HTTP\/1.1 200.*"starting"/s);
    expect(await get('/v1/status', 'localhost')).toMatch(/^HTTP\/1.1 503.*api\.starting/s);
    server.setApp(chain);
    expect(await get('/healthz', 'localhost')).toMatch(/^HTTP\/1.1 200.*"ok"/s);
    expect(await get('/v1/status', 'localhost')).toContain(chain.node.chainId);
  });

  it('refuses two hosts, no host and hosts it does not serve', async () => {
    server.setApp(chain);
    expect(
      await raw('GET /v1/status HTTP/1.1', 'Host: localhost', 'Host: evil.example', 'Connection: close'),
    ).toMatch(/^HTTP\/1.1 400/s);
    expect(await raw('GET /v1/status HTTP/1.1', 'Connection: close')).toMatch(/^HTTP\/1.1 400/s);
    expect(await get('/v1/status', 'rebound.example')).toMatch(/^HTTP\/1.1 400.*api\.badRequest/s);
    expect(await get('/v1/status', 'merit.example')).toMatch(/^HTTP\/1.1 200/s);
    expect(await get('/v1/status', `localhost:${server.port}`)).toMatch(/^HTTP\/1.1 200/s);
  });

  it('sends navigations at 127.0.0.1 to localhost, never calls of the API', async () => {
    server.setApp(chain);
    const moved = await get('/daos?x=1', `127.0.0.1:${server.port}`, html);
    expect(moved).toMatch(/^HTTP\/1.1 307/s);
    expect(moved.toLowerCase()).toContain(`location: http://localhost:${server.port}/daos?x=1`);
    expect(await get('/v1/status', `127.0.0.1:${server.port}`, html)).toMatch(/^HTTP\/1.1 200/s);
    expect(await get('/favicon.svg', `127.0.0.1:${server.port}`)).toMatch(/^HTTP\/1.1 404/s);
  });

  it('shows a waiting page without a build, then the pages, with assets for ever', async () => {
    const waiting = await get('/daos', 'localhost', html);
    expect(waiting).toMatch(/^HTTP\/1.1 200.*http-equiv="refresh".*页面/s);
    build();
    const page = await get('/daos/1', 'localhost', html);
    expect(page).toMatch(/^HTTP\/1.1 200.*<title>built<\/title>/s);
    expect(page.toLowerCase()).toContain('cache-control: no-cache');
    expect(page).toContain("default-src 'self'");
    const asset = (await get('/assets/app-1a2b.js', 'localhost')).toLowerCase();
    expect(asset).toContain('cache-control: public, max-age=31536000, immutable');
    expect(asset).toContain('javascript');
    expect(await get('/assets/none.js', 'localhost')).toMatch(/^HTTP\/1.1 404/s);
    expect(await get('/favicon.ico', 'localhost')).toMatch(/^HTTP\/1.1 301.*location: \/logo\.svg/is);
    for (const path of ['/../package.json', '/..%2f..%2fetc%2fpasswd', '/assets/..%2f..%2fsecret.txt'])
      expect(await get(path, 'localhost')).not.toMatch(/"name"|root:/);
  });

  it('refuses content at the first byte above, though it was announced otherwise', async () => {
    server.setApp(chain);
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body,
      duplex: 'half',
    };
    const answer = await fetch(`${server.url}/v1/content`, init as RequestInit).catch(() => undefined);
    // A peer that sends on without end may see the connection close before it reads the answer.
    if (answer !== undefined) expect(answer.status).toBe(413);
    expect(chain.contentStore.usage.totalBytes).toBe(0);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('ends open streams when it closes', async () => {
    server.setApp(chain);
    const response = await fetch(`${server.url}/v1/events`);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const closed = server.close();
    let done = false;
    while (!done) done = (await reader.read()).done;
    await closed;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});
