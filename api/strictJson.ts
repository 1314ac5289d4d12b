/** JSON as this API takes it: bounded depth, no key twice, no key that could reach a prototype. */
import { ApiError } from './problem.ts';

/** Nesting allowed: the deepest payload has 6 levels; JSON.stringify overflows the stack at about 10,000. */
export const depthMax = 32;

const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses a text. Throws ApiError `api.badJson` for anything that is not JSON, for repeated and forbidden keys, and
 * `api.tooDeep`. The depth is counted before the text is parsed.
 */
export const parseStrictJson = (text: string): unknown => {
  checkDepth(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError('api.badJson', (error as Error).message.slice(0, 200));
  }
  // It is JSON from here on, so that the scan for keys may be simple.
  checkKeys(text);
  return value;
};

/** The index behind a string that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x5c) at++;
    else if (unit === 0x22) return at + 1;
  }
  return text.length;
};

const checkDepth = (text: string): void => {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) at = endOfString(text, at) - 1;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > depthMax) throw new ApiError('api.tooDeep', `At most ${depthMax} levels.`);
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
};

const whitespace = /[ \t\n\r]*/y;

const checkKeys = (text: string): void => {
  /** Keys of each open object; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x7b) open.push(new Set());
    else if (unit === 0x5b) open.push(undefined);
    else if (unit === 0x7d || unit === 0x5d) open.pop();
    else if (unit === 0x22) {
      const end = endOfString(text, at);
      whitespace.lastIndex = end;
      whitespace.test(text);
      if (text.charCodeAt(whitespace.lastIndex) === 0x3a)
        takeKey(open.at(-1), JSON.parse(text.slice(at, end)));
      at = end - 1;
    }
  }
};

const takeKey = (keys: Set<string> | undefined, key: string): void => {
  if (forbidden.has(key)) throw new ApiError('api.badJson', `The key ${key} is not allowed.`);
  if (keys?.has(key))
    throw new ApiError('api.badJson', `The key ${JSON.stringify(key.slice(0, 60))} stands twice.`);
  keys?.add(key);
};
