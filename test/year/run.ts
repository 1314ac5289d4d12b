/** `npm run year`: a scripted year of a DAO through the public API, its books read again by someone else, and how it went. */
import { parseArgs } from 'node:util';
import { createClient } from '#api/client/client.ts';
import { startProduct } from '../support/product.ts';
import { keepBooks } from './books.ts';
import { liveYear } from './live.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    members: { type: 'string', default: '240' },
    contributions: { type: 'string', default: '2400' },
    epochs: { type: 'string', default: '12' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const whole = (name: 'seed' | 'members' | 'contributions' | 'epochs', min: number, max: number): number => {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  process.stderr.write(`--${name} must be a whole number of ${min} to ${max}.\n`);
  return process.exit(2);
};
const plan = {
  seed: whole('seed', 0, 0xffff_ffff),
  members: whole('members', 10, 10_000),
  contributions: whole('contributions', 1, 1_000_000),
  epochs: whole('epochs', 1, 120),
};

const begun = performance.now();
const say = (sentence: string): void => {
  if (!values.json) process.stdout.write(`${sentence}\n`);
};
const product = await startProduct({ TEST_CLOCK: '1' });
try {
  say(`A year of ${plan.members} members and ${plan.contributions} contributions at ${product.url} …`);
  const { dao, counts } = await liveYear(product.url, plan, say);
  const books = await keepBooks(createClient({ url: product.url }), dao);
  for (const difference of books.differences) say(difference);
  const result = {
    ...plan,
    dao,
    counts,
    entries: books.entries,
    accounts: books.accounts,
    imbalance: books.imbalance.toString(),
    seconds: Math.round((performance.now() - begun) / 100) / 10,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  process.exitCode = books.imbalance === 0n ? 0 : 1;
  if (values.keep) {
    say(`The year stays at ${product.url}/d/${dao} until Ctrl-C.`);
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} finally {
  await product.stop();
}
