/** Every code that a node or the client may answer with has a Chinese sentence, and no sentence is left over. */
import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '#api/apiErrors.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import { errorsZh } from './errors.zh.ts';

/** The client's own codes; they come with an English sentence from the client. */
const clientCodes = ['client.unreachable', 'client.timeout', 'client.badAnswer'];
const codes = [...errorCatalogue(createRegistry(modules)).keys(), ...clientCodes];

describe('Chinese sentences of errors', () => {
  it.each(codes)('%s', (code) => {
    const sentence = errorsZh[code] ?? '';
    expect(sentence).toMatch(/\p{Script=Han}/u);
    expect(sentence).toMatch(/。$/u);
    expect(sentence).not.toMatch(/[!！?？;]|您/u);
  });

  it('has no sentence for a code that does not exist', () =>
    expect(Object.keys(errorsZh).filter((code) => !codes.includes(code))).toEqual([]));
});
