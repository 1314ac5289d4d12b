/** A process made to be killed: appends test blocks without end and prints each height once it is acknowledged. */
import { writeSync } from 'node:fs';
import { openStore } from './blockStore.ts';
import { makeTestBlock, testHeaderAddress } from './faults.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('The folder is missing.');
const store = await openStore(folder, {
  genesis: Buffer.from('genesis of the crash loop'),
  hashHeader: testHeaderAddress,
  onFatal: (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
});
const pipeline = 4;
/** The file of cells is renewed at each of these heights. */
const foldEvery = 60;
const pending: Promise<void>[] = [];
for (let height = (store.height ?? 0) + 1; ; height++) {
  // Written in one call, so that a kill cannot leave half a number.
  pending.push(store.append(makeTestBlock(height)).then(() => void writeSync(1, `${height}\n`)));
  if (pending.length >= pipeline) await pending.shift();
  if (height % foldEvery === 0) await store.settle();
}
