/** `npm run bench`: measures what the product promises, in one run, and prints the conditions. `--json` ends with one line. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ed25519Signer } from '#api/client/submitter.ts';
import { createSecret } from '#chain/crypto/sign.ts';
import { openWorkshop } from '../support/workshop.ts';
import { benchTransfers } from './transfers.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
/** Main jobs timed one after another on an idle node. */
const jobs = 15;

/** Milliseconds from the submission of a document to its first payment in the lists, each job alone. */
const benchMainJob = async (): Promise<number[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'meritlane-bench-'));
  const workshop = await openWorkshop({ folder });
  try {
    const { client } = workshop;
    const dao = (await client.list.daos.daos({})).items[0]?.id ?? '';
    const times: number[] = [];
    for (let job = 0; job < jobs; job++) {
      const signer = ed25519Signer(createSecret());
      const lines = Array.from(
        { length: 30 },
        (_, i) => `Step ${job}.${i}: turn the ${i * 7} wheel, then look at it.`,
      );
      const uploaded = await client.upload(
        new TextEncoder().encode(`# How to run machine ${job}\n\n${lines.join('\n')}\n`),
      );
      const begun = performance.now();
      await client.submit(
        'contributions.submit',
        { dao, kind: 'document', contentId: uploaded.id, title: `Machine ${job}` },
        signer,
      );
      await workshop.until(async () => (await client.rewards({ account: signer.address })).items[0]);
      times.push(performance.now() - begun);
    }
    return times.sort((a, b) => a - b);
  } finally {
    await workshop.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const round = (value: number): number => Math.round(value * 10) / 10;
const conditions = {
  node: process.version,
  cores: availableParallelism(),
  cpu: cpus()[0]?.model ?? 'unknown',
  loadBefore: round(loadavg()[0] ?? 0),
};
say(`Node ${conditions.node}, ${conditions.cores} cores (${conditions.cpu}), load ${conditions.loadBefore}.`);

const transfers = await benchTransfers();
say(
  `Signed transfers, verified, executed and committed in memory (not stored): ${transfers.perSecond} a second, ` +
    `${transfers.ofLimit} of what libsodium verifies on all cores (${transfers.limitPerSecond}); ` +
    `${transfers.senders} senders, ${transfers.accounts} accounts, ${transfers.workers} workers; ` +
    `the least busy worker executed ${transfers.smallestShare} of a block.`,
);
const times = await benchMainJob();
const mainJob = { p50Ms: round(times[Math.floor(jobs / 2)] ?? 0), maxMs: round(times.at(-1) ?? 0), jobs };
say(
  `Submitted to paid and listed, idle, stored with FULL: p50 ${mainJob.p50Ms} ms, longest ${mainJob.maxMs} ms of ${jobs}.`,
);
if (values.json)
  say(
    JSON.stringify({
      ...conditions,
      limit: { ed25519VerifyPerSecond: transfers.limitPerSecond },
      transfers: { perSecond: transfers.perSecond, ratioToLimit: transfers.ofLimit, stored: false },
      mainJob,
    }),
  );
