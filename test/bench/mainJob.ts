/** The main job on the whole product, idle: from the submission of a document until its first payment is listed. */
import { rmSync } from 'node:fs';
import { ed25519Signer } from '#api/client/submitter.ts';
import { utf8 } from '#chain/crypto/bytes.ts';
import { createSecret } from '#chain/crypto/sign.ts';
import { openWorkshop } from '../support/workshop.ts';
import { workFolder } from './cache.ts';
import { percentile, rounded } from './statistics.ts';

const linesOfDocument = 30;

/** Milliseconds of jobs one after another; scorers, keeper, lists and REST as they run for people. */
export const benchMainJob = async (jobs: number) => {
  const folder = workFolder();
  const workshop = await openWorkshop({ folder });
  try {
    const { client } = workshop;
    const dao = (await client.list.daos.daos({})).items[0]?.id ?? '';
    const times: number[] = [];
    for (let job = 0; job < jobs; job++) {
      const signer = ed25519Signer(createSecret());
      const lines = Array.from(
        { length: linesOfDocument },
        (_, line) => `Step ${job}.${line}: turn the ${line * 7} wheel, then look at it.`,
      );
      const uploaded = await client.upload(utf8(`# How to run machine ${job}\n\n${lines.join('\n')}\n`));
      const begun = performance.now();
      await client.submit(
        'contributions.submit',
        { dao, kind: 'document', contentId: uploaded.id, title: `Machine ${job}` },
        signer,
      );
      await workshop.until(async () => (await client.rewards({ account: signer.address })).items[0]);
      times.push(performance.now() - begun);
    }
    return { p50Ms: rounded(percentile(times, 0.5), 1), maxMs: rounded(Math.max(...times), 1), jobs };
  } finally {
    await workshop.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
