/** A Chromium for the browser tests: the one that CHROMIUM names, else the system's, else the one that npm brought. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import npmChromium, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const launch = (executablePath: string, env?: Record<string, string>): Promise<Browser> =>
  chromium.launch({ executablePath, args, ...(env === undefined ? {} : { env }) });

/** The browser of the npm package, with the libraries that it carries for machines that lack them. */
const launchFromNpm = async (): Promise<Browser> => {
  const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
  const path = await npmChromium.executablePath();
  const libraries = join(await inflate(join(bin, 'al2023.tar.br')), 'lib');
  const known = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const paths = [libraries, known['LD_LIBRARY_PATH']].filter((one) => one !== undefined).join(':');
  return launch(path, { ...known, LD_LIBRARY_PATH: paths });
};

/** Starts the browser; rejects with what to install where none starts. */
export const launchBrowser = async (): Promise<Browser> => {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return launch(named);
  const system = systemPaths.find((path) => existsSync(path));
  const tries = [...(system === undefined ? [] : [() => launch(system)]), launchFromNpm];
  const failures: string[] = [];
  for (const attempt of tries) {
    try {
      return await attempt();
    } catch (error) {
      failures.push(String(error).split('\n').slice(0, 3).join(' '));
    }
  }
  throw new Error(
    `No browser starts. Install Chromium (Debian: apt-get install chromium) or name one in CHROMIUM.\n${failures.join('\n')}`,
  );
};
