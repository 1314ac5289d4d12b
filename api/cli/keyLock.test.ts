/** Keys under a passphrase: what lies on the disk, what opens it, and what every wrong turn says. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestCli, type TestCli } from '#test/support/testCli.ts';
import { lockSecret, unlockSecret } from './keyLock.ts';
import { createKey, openedKey } from './keyStore.ts';

const passphrase = 'correct horse';
/** No command here asks one. */
const noNode = { app: { request: () => Promise.reject(new Error('No node is asked.')) } as never };
let cli: TestCli;
beforeEach(() => {
  cli = startTestCli(noNode, { MERITLANE_PASSPHRASE_FILE: 'passphrase' });
});
afterEach(() => cli.close());

/** An environment that types these answers, one after another. */
const typing = (...answers: string[]) => ({
  stdout: () => undefined,
  stderr: () => undefined,
  variables: { MERITLANE_HOME: cli.home },
  askSecret: async () => answers.shift() ?? '',
});
const fileOf = (name: string): string => join(cli.home, 'keys', `${name}.json`);
const secretIn = (name: string): string =>
  (JSON.parse(readFileSync(fileOf(name), 'utf8')) as { secret: string }).secret;
const withPassphrase = (text: string): void => writeFileSync(join(cli.home, 'passphrase'), `${text}\n`);

describe('a locked key', () => {
  it('shows its address and hides its secret, which the passphrase alone brings back', async () => {
    const { json: open } = await cli.run('keys', 'create', 'ada', '--json');
    const secret = secretIn('ada');
    withPassphrase(passphrase);
    const { json: locked } = await cli.run('keys', 'lock', 'ada', '--json');
    expect(locked).toEqual({ ...open, locked: true });
    expect(readFileSync(fileOf('ada'), 'utf8')).not.toContain(secret);
    expect(statSync(fileOf('ada')).mode & 0o777).toBe(0o600);
    expect((await cli.run('keys', 'list', '--json')).json).toEqual({ items: [locked] });
    expect((await openedKey(typing(passphrase), 'ada')).signer.address).toBe(open['address']);
    expect((await cli.run('keys', 'unlock', 'ada', '--json')).json).toEqual(open);
    expect(secretIn('ada')).toBe(secret);
  });

  it('is refused with one sentence by whoever does not have the passphrase', async () => {
    withPassphrase(passphrase);
    await cli.run('keys', 'create', 'ada', '--lock');
    expect((await cli.run('keys', 'lock', 'ada')).errors.join()).toContain('cli.keyLocked');
    await expect(openedKey(typing('correct house'), 'ada')).rejects.toMatchObject({
      code: 'cli.wrongPassphrase',
    });
    const { askSecret: _, ...alone } = typing();
    await expect(openedKey(alone, 'ada')).rejects.toMatchObject({ code: 'cli.noPassphrase' });
    withPassphrase('correct house');
    const before = readFileSync(fileOf('ada'), 'utf8');
    expect((await cli.run('keys', 'unlock', 'ada')).errors.join()).toContain('cli.wrongPassphrase');
    expect(readFileSync(fileOf('ada'), 'utf8')).toBe(before);
  });

  it('is made only with a passphrase of 8 to 1,024 characters, typed alike twice', async () => {
    for (const [text, fits] of [
      ['1234567', false],
      ['12345678', true],
      ['x'.repeat(1_024), true],
      ['x'.repeat(1_025), false],
    ] as const) {
      withPassphrase(text);
      const name = `of-${text.length}`;
      const { code, errors } = await cli.run('keys', 'create', name, '--lock');
      expect(code).toBe(fits ? 0 : 1);
      if (!fits) expect(errors.join()).toContain('cli.badPassphrase');
    }
    await expect(createKey(typing(passphrase, 'correct house'), 'eve', true)).rejects.toMatchObject({
      code: 'cli.passphrasesDiffer',
    });
    expect((await cli.run('keys', 'show', 'eve')).errors.join()).toContain('cli.noKey');
    expect((await cli.run('keys', 'unlock', 'of-8')).errors.join()).toContain('cli.wrongPassphrase');
    await cli.run('keys', 'create', 'ben');
    expect((await cli.run('keys', 'unlock', 'ben')).errors.join()).toContain('cli.keyNotLocked');
  });
});

it('opens with the same text however it is composed, and not when a bit or the public key is another', async () => {
  const secret = '5a'.repeat(32);
  const lock = await lockSecret(secret, 'caf\u00e9 au lait', 'about');
  expect(await unlockSecret(lock, 'cafe\u0301 au lait', 'about')).toBe(secret);
  expect(await unlockSecret(lock, 'caf\u00e9 au lait', 'other')).toBeUndefined();
  const flipped = `${lock.ciphertext.startsWith('0') ? '1' : '0'}${lock.ciphertext.slice(1)}`;
  expect(await unlockSecret({ ...lock, ciphertext: flipped }, 'caf\u00e9 au lait', 'about')).toBeUndefined();
  expect(await lockSecret(secret, 'caf\u00e9 au lait', 'about')).not.toEqual(lock);
});
