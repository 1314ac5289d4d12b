/** A process made to be killed: a node that sends transfers to itself and prints each id once its receipt is durable. */
import { writeSync } from 'node:fs';
import { Node } from '#chain/node.ts';
import { machineClock } from '#chain/ordering/clock.ts';
import {
  ada,
  bob,
  coinGenesis,
  modulesUrl,
  plainExecutor,
  registry,
  sequencer,
  signed,
} from './coinChain.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('The folder is missing.');
const node = await Node.open({
  folder,
  registry,
  modules: modulesUrl,
  genesis: coinGenesis([ada, bob], { testClock: false, time: 1_700_000_000_000 }),
  sequencerSecret: sequencer.secret,
  executor: plainExecutor,
  onFatal: (error) => {
    writeSync(2, `${error.message}\n`);
    process.exit(1);
  },
});
const { chainId } = node;
const waitMs = 30_000;
const inFlight = 3;
const acknowledge = async (by: typeof ada, nonce: number): Promise<void> => {
  const to = by === ada ? bob : ada;
  const payload = { to: to.address, amount: 1n };
  const { wire } = signed(by, { chainId, nonce, payload, validUntil: machineClock.now() + waitMs });
  const id = await node.submit(wire);
  const located = await node.waitFor(id, waitMs);
  // One call, so that a kill cannot leave half a line.
  if (located?.status === 'applied') writeSync(1, `${id}\n`);
};
await node.atRest();
const loops = [ada, bob].map(async (by) => {
  let nonce = node.nextNonce(by.address);
  for (;;) {
    const sent = Array.from({ length: inFlight }, (_, i) => acknowledge(by, nonce + i));
    await Promise.all(sent);
    nonce += inFlight;
  }
});
await Promise.all(loops);
