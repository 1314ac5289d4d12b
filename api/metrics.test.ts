/** What Prometheus scrapes: every figure is there, documented, right after blocks, and bounded in its labels. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiChain, signerNamed, startApiChain } from '#test/support/apiChain.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const scrape = async (): Promise<string> => (await chain.app.request('/metrics')).text();
/** The value of a series, by its name and labels as they are written. */
const figureOf = (text: string, series: string): number | undefined => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};
const ownNames = (text: string): string[] =>
  [...text.matchAll(/^# TYPE (meritlane_\S+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !/^meritlane_(?:process|nodejs)_/.test(name));

describe('GET /metrics', () => {
  it('counts what blocks did, block by block', async () => {
    const before = await scrape();
    const { height } = await chain.client.submit('accounts.setProfile', { name: 'Ada' }, signerNamed('ada'));
    await chain.client.advance(90_000);
    await chain.readModel.waitFor(height + 1, 60_000);
    const after = await scrape();
    const rise = (series: string): number => (figureOf(after, series) ?? 0) - (figureOf(before, series) ?? 0);
    expect(rise('meritlane_transactions_total{status="applied"}')).toBe(1);
    expect(rise('meritlane_transactions_total{status="rejected"}')).toBe(0);
    expect(rise('meritlane_groups_total')).toBe(1);
    expect(rise('meritlane_worker_transactions_total{worker="0"}')).toBe(1);
    expect(rise('meritlane_worker_cells_total{worker="0"}')).toBeGreaterThan(0);
    for (const name of [
      'phase_seconds_count{phase="execute"}',
      'execution_seconds_count',
      'storage_seconds_count',
    ])
      expect(rise(`meritlane_block_${name}`)).toBe(2);
    expect(rise('meritlane_block_interval_seconds_sum')).toBeGreaterThanOrEqual(90);
    expect(figureOf(after, 'meritlane_height_synced')).toBe(height + 1);
    expect(figureOf(after, 'meritlane_height_executed')).toBe(height + 1);
    expect(figureOf(after, 'meritlane_height_read_model')).toBe(height + 1);
    expect(figureOf(after, 'meritlane_read_model_lag_blocks')).toBe(0);
    expect(figureOf(after, 'meritlane_mempool_transactions')).toBe(0);
    expect(figureOf(after, 'meritlane_mempool_bytes')).toBe(0);
    expect(figureOf(after, 'meritlane_process_resident_memory_bytes')).toBeGreaterThan(0);
  });

  it('names routes by their pattern, whatever was asked', async () => {
    for (const path of ['/v1/blocks/0', '/v1/blocks/99999', '/v1/blocks/x', '/nowhere/1', '/nowhere/2'])
      await chain.app.request(path);
    await chain.app.request('/v1/status', { method: 'PATCH' });
    const text = await scrape();
    const counted = (method: string, path: string, status: number): number | undefined =>
      figureOf(
        text,
        `meritlane_http_request_seconds_count{method="${method}",route="${path}",status="${status}"}`,
      );
    expect(counted('get', '/v1/blocks/{height}', 200)).toBe(1);
    expect(counted('get', '/v1/blocks/{height}', 404)).toBe(1);
    expect(counted('get', '/v1/blocks/{height}', 400)).toBe(1);
    expect(counted('other', 'other', 404)).toBe(2);
    expect(counted('other', 'other', 405)).toBe(1);
    expect(text).not.toMatch(/nowhere|blocks\/\d|PATCH/);
  });

  it('counts open event streams', async () => {
    const ended = new AbortController();
    const response = await chain.app.request('/v1/events', { signal: ended.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    expect(figureOf(await scrape(), 'meritlane_event_streams')).toBe(1);
    await reader?.cancel();
    await expect.poll(async () => figureOf(await scrape(), 'meritlane_event_streams')).toBe(0);
  });

  it('has no figure that docs/metrics.md does not explain, and explains none that is not there', async () => {
    const page = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8');
    const explained = [...page.matchAll(/^\| `(meritlane_\w+)/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(ownNames(await scrape()).sort());
  });
});
