/** What another origin, another account and a field too many get: nothing. One case for each item of the OWASP API list that no other file holds. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { type ApiChain, signerNamed, startApiChain } from '#test/support/apiChain.ts';
import { Submitter } from './client/submitter.ts';

let chain: ApiChain;
beforeAll(async () => {
  chain = await startApiChain();
});
afterAll(() => chain.stop());

it('allows no other origin to read or to ask first', async () => {
  const headers = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' };
  for (const [method, path] of [
    ['GET', '/v1/status'],
    ['OPTIONS', '/v1/transactions'],
    ['GET', '/v1/nowhere'],
  ] as const) {
    const answer = await chain.app.request(path, { method, headers });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  }
});

it('lets no key send for the account of another', async () => {
  const ada = signerNamed('ada');
  const impostor = { ...signerNamed('eve'), address: ada.address };
  await expect(chain.client.submit('accounts.setProfile', { name: 'Eve' }, impostor)).rejects.toMatchObject({
    code: 'chain.wrongKey',
  });
});

it('takes no field that the kind does not declare', () => {
  const submitter = new Submitter(undefined as never, createRegistry(modules));
  const parse = () => submitter.parse('accounts.setProfile', { name: 'Ada', roles: ['steward'] });
  expect(parse).toThrow(expect.objectContaining({ code: 'chain.malformed' }));
});
