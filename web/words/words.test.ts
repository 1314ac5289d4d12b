/** Both languages say everything, with the same arguments, in ICU that compiles and in the product's tone. */
import { setupI18n } from '@lingui/core';
import { compileMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { preferredLanguage } from './language.ts';
import { zh } from './zh.ts';

const english: Readonly<Record<string, string>> = en;
const chinese: Readonly<Record<string, string>> = zh;

/** The names of the arguments of a sentence, whatever their format. */
function argumentsOf(message: string): string[] {
  const found = new Set<string>();
  for (const [, name] of message.matchAll(/\{(\w+)\s*[,}]/g)) if (name !== undefined) found.add(name);
  return [...found].filter((name) => new RegExp(`\\{${name}\\s*[,}]`).test(message)).sort();
}

describe('words', () => {
  it('have the same ids', () => expect(Object.keys(chinese).sort()).toEqual(Object.keys(english).sort()));

  it.each(Object.keys(english))('%s', (id) => {
    const [left = '', right = ''] = [english[id], chinese[id]];
    expect(right.trim()).not.toBe('');
    expect(() => [compileMessageOrThrow(left), compileMessageOrThrow(right)]).not.toThrow();
    // A plural's branch may hold a bare word in braces; only what English takes as an argument counts.
    const wanted = argumentsOf(left).filter((name) => !/^\d+$/.test(name));
    const given = argumentsOf(right);
    for (const name of given) expect(wanted).toContain(name);
    expect(left).not.toMatch(/!|\b(please|oops|successfully|simply)\b/i);
    // Without ICU's own commas, 中文 has full-width punctuation only, and says 你.
    expect(right.replace(/\w+, plural,/g, '')).not.toMatch(/[!！,;?]|您/);
  });

  it('formats plurals in both', () => {
    const i18n = setupI18n();
    i18n.setMessagesCompiler(compileMessage);
    i18n.load({ en: english, zh: chinese });
    i18n.activate('en');
    expect(i18n._('shell.waiting', { count: 1 })).toBe('1 waits for you');
    expect(i18n._('actions.simulated', { height: '7', count: 2, fails: 0 })).toBe(
      'Simulated at block 7: all 2 work.',
    );
    expect(i18n._('actions.simulated', { height: '7', count: 2, fails: 1 })).toBe(
      'Simulated at block 7: 1 would fail.',
    );
    i18n.activate('zh');
    expect(i18n._('shell.waiting', { count: 3 })).toBe('3 项待你处理');
    expect(i18n._('settings.answer', { count: 0 })).toBe('本设备还没有密钥。');
  });

  it('chooses the stored language, then the browser’s order, then English', () => {
    expect(preferredLanguage('zh', ['en'])).toBe('zh');
    expect(preferredLanguage(null, ['fr', 'zh-Hant-TW', 'en'])).toBe('zh');
    expect(preferredLanguage('fr', ['de'])).toBe('en');
  });
});
