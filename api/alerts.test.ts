/** The alert rules: each reads figures that there are, and says what is so and what to do. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ApiChain, startApiChain } from '#test/support/apiChain.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

const rules = readFileSync(new URL('../docs/alerts.yml', import.meta.url), 'utf8')
  .split(/^ {6}- alert: /m)
  .slice(1);
const lineOf = (rule: string, name: string): string =>
  new RegExp(`^ +${name}: (.+)$`, 'm').exec(rule)?.[1] ?? '';

it('reads figures that the node gives, by labels that they have', async () => {
  const figures = await (await chain.app.request('/metrics')).text();
  const known = new Set([...figures.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  expect(rules.length).toBeGreaterThanOrEqual(10);
  for (const rule of rules) {
    const expr = lineOf(rule, 'expr');
    const read = [...expr.matchAll(/meritlane_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|count|sum)$/, ''),
    );
    expect(read.length, rule).toBeGreaterThan(0);
    for (const name of read) expect(known, `${name} in ${expr}`).toContain(name);
    expect(expr.split('(').length, expr).toBe(expr.split(')').length);
  }
});

it('says of each what is so and what to do, once', () => {
  for (const rule of rules) {
    expect(lineOf(rule, 'labels'), rule).toMatch(/^\{ severity: (?:page|warn) \}$/);
    expect(lineOf(rule, 'summary'), rule).toMatch(/^[A-Z].+\.$/);
    expect(lineOf(rule, 'description').length, rule).toBeGreaterThan(40);
  }
  const names = rules.map((rule) => rule.split('\n')[0]);
  expect(new Set(names).size).toBe(names.length);
});
