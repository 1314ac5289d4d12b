/** JSON is taken bounded in depth, without repeated or forbidden keys, and everything else as it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from './problem.ts';
import { depthMax, parseStrictJson } from './strictJson.ts';

const codeOf = (text: string): string => {
  try {
    parseStrictJson(text);
    return 'taken';
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
};

describe('strict JSON', () => {
  it.each([
    ['{"a":1}', 'taken'],
    ['{"a":{"a":1},"b":[{"a":2},{"a":3}]}', 'taken'],
    ['{"a":"\\"b\\":","b":1}', 'taken'],
    ['', 'api.badJson'],
    ['{', 'api.badJson'],
    ['{"a":1,}', 'api.badJson'],
    ['nul', 'api.badJson'],
    ['{"a":1,"a":2}', 'api.badJson'],
    ['{"a":1,"\\u0061" : 2}', 'api.badJson'],
    ['{"__proto__":{}}', 'api.badJson'],
    ['[{"constructor" \n : 1}]', 'api.badJson'],
    ['{"\\u005f_proto__":1}', 'api.badJson'],
    ['{"prototype":1}', 'api.badJson'],
    ['["__proto__"]', 'taken'],
    [`${'['.repeat(depthMax)}${']'.repeat(depthMax)}`, 'taken'],
    [`${'['.repeat(depthMax + 1)}${']'.repeat(depthMax + 1)}`, 'api.tooDeep'],
    ['['.repeat(60_000), 'api.tooDeep'],
    [`"${'['.repeat(100)}"`, 'taken'],
  ])('of %j is %s', (text, code) => expect(codeOf(text)).toBe(code));

  it('gives what JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        const code = codeOf(text);
        if (code === 'taken') expect(parseStrictJson(text)).toEqual(JSON.parse(text));
        else expect(code).toBe('api.badJson');
      }),
    );
  });
});
