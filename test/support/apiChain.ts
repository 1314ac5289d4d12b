/** A real node of the product's modules on a test clock, with read model, content store, app and client over it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReceiptJson } from '#api/client/answers.ts';
import { type Client, createClient } from '#api/client/client.ts';
import { type ClientSigner, ed25519Signer } from '#api/client/submitter.ts';
import { ReadModel } from '#api/readModel/readModel.ts';
import { type App, type AppOptions, createApp } from '#api/server.ts';
import type { Services } from '#api/services.ts';
import { encodeValue } from '#chain/codec.ts';
import { parseAddress } from '#chain/crypto/address.ts';
import { fromHex, toHex, utf8 } from '#chain/crypto/bytes.ts';
import { publicKeyOfSeed } from '#chain/crypto/ed25519.ts';
import { PlainExecutor } from '#chain/execution/plainExecutor.ts';
import {
  callId,
  defaultParameters,
  encodeGenesis,
  engineVersion,
  genesisTransactionId,
} from '#chain/genesis.ts';
import { Node } from '#chain/node.ts';
import { createRegistry, kindOf, parsePayload } from '#chain/registry.ts';
import { type ContentStore, openContentStore } from '#chain/storage/contentStore.ts';
import { openSource, paces } from '#governance/daos/templates.ts';
import { modules } from '#governance/modules.ts';
import { commitmentOf } from '#governance/scorers/reveal.ts';
import { sha256Hex } from '#hash';
import { featuresHash } from '#scoring/attestation.ts';
import { allRows, explain, tablesRoot } from '#scoring/reference.ts';
import { extractorHash, modelHash, scorerNames, smallModel } from './testDao.ts';

export const registry = createRegistry(modules);
/** The id of the DAO, which the first call of genesis creates. */
export const daoId = callId(genesisTransactionId, 0);
const genesisTime = 1_800_000_000_000;
const sequencerSecret = fromHex(sha256Hex(utf8('the sequencer')));

export const secretOf = (name: string): string => sha256Hex(utf8(`key of ${name}`));
export const signerNamed = (name: string): ClientSigner => ed25519Signer(secretOf(name));

const genesisBytes = (testClock: boolean): Uint8Array => {
  const call = (sender: string, kind: string, json: unknown) => ({
    sender: parseAddress(signerNamed(sender).address),
    kind,
    payload: toHex(encodeValue(kindOf(registry, kind).payload, parsePayload(registry, kind, json))),
  });
  const dao = openSource(
    {
      name: 'Test works',
      purpose: 'Pays for tests.',
      constitution: 'Work is paid for what it is worth.',
      symbol: 'TST',
      founders: ['ada', 'ben'].map((name) => ({
        account: signerNamed(name).address,
        free: 50_000n,
        staked: 100_000n,
      })),
      scorers: scorerNames.map((name) => signerNamed(name).address),
      modelHash,
      model: {
        extractorHash,
        tablesRoot: toHex(tablesRoot(smallModel)),
        rowCount: allRows(smallModel).length,
        featureCount: smallModel.features.length,
        bias: [...smallModel.bias],
      },
    },
    paces.demo,
  );
  const budgets = dao.budgets.map(({ kind, amountPerEpoch }) => ({ kind, amount: amountPerEpoch }));
  return encodeGenesis({
    name: 'test',
    time: testClock ? genesisTime : Date.now(),
    engine: engineVersion,
    parameters: { ...defaultParameters, unbondingMinMs: 1_000 },
    sequencers: [toHex(publicKeyOfSeed(sequencerSecret))],
    rpIds: ['localhost'],
    testClock,
    calls: [
      call('ada', 'daos.create', dao),
      call('keeper', 'treasury.openEpoch', { dao: daoId, epoch: 0, budgets }),
    ],
  });
};

/** Features that every contribution of the tests has, and the salt of what the scorers say. */
const features = [12, 20];
const salt = '11'.repeat(32);
const reasons = () => {
  const { bias, rows, scores } = explain(smallModel, features);
  return {
    bias: [...bias],
    scores: [...scores],
    rows: rows.map(({ id, value, entries }) => ({ id, value, entries: [...entries] })),
  };
};
/** The scorer of the tests: the small model by the reference, for whatever bytes. */
const services: Services = {
  explanation: async () => reasons(),
  preview: async () => reasons(),
};

export interface ApiChain extends App {
  readonly folder: string;
  readonly node: Node;
  readonly readModel: ReadModel;
  readonly contentStore: ContentStore;
  readonly client: Client;
  /** Ends everything; `keep` leaves the folder for another start. */
  stop(keep?: boolean): Promise<void>;
}

/** Opens the node in a folder, a fresh one unless given. */
export const startApiChain = async (
  options: Partial<Pick<AppOptions, 'streamLimits' | 'writeRateLimit' | 'onError' | 'services'>> & {
    folder?: string;
    /** False for a chain of real time. */
    testClock?: boolean;
  } = {},
): Promise<ApiChain> => {
  const { folder = mkdtempSync(join(tmpdir(), 'api-')), testClock = true, ...appOptions } = options;
  const node = await Node.open({
    folder,
    registry,
    modules: new URL('../../governance/modules.ts', import.meta.url),
    genesis: genesisBytes(testClock),
    sequencerSecret,
    executor: async (facts, ofChain) => new PlainExecutor(ofChain, facts),
  });
  const contentStore = await openContentStore(join(folder, 'content'));
  const failures: unknown[] = [];
  const readModel = ReadModel.open({
    path: join(folder, 'read.sqlite'),
    node,
    onError: (error) => failures.push(error),
  });
  await readModel.ready;
  const app = createApp({ node, contentStore, readModel, services, ...appOptions });
  const client = createClient({
    url: 'http://test',
    fetch: async (input, init) => app.app.request(input, init),
  });
  return {
    ...app,
    folder,
    node,
    readModel,
    contentStore,
    client,
    async stop(keep = false) {
      app.close();
      await readModel.close();
      await node.close();
      if (!keep) rmSync(folder, { recursive: true, force: true });
      if (failures.length > 0) throw failures[0];
    },
  };
};

/** Uploads bytes and submits them as work of `author`; answers the contribution's id. */
export const submitWork = async ({ client }: ApiChain, author: string, content: string): Promise<string> => {
  const { id: contentId } = await client.upload(utf8(content));
  const payload = { dao: daoId, kind: 'code', contentId, title: content.slice(0, 60) } as const;
  return (await client.submit('contributions.submit', payload, signerNamed(author))).id;
};

/** Commits and reveals of all four scorers; the third reveal pays. `lies` stand in what they declare to pay. */
export const scoreWork = async (
  { client }: ApiChain,
  contribution: string,
  lies: { readonly amountMax?: string; readonly fee?: string } = {},
): Promise<ReceiptJson[]> => {
  const { dao, author, kind, contentId, asOf, epoch, submittedAt, rule } =
    await client.contribution(contribution);
  const attestation = {
    dao,
    contribution,
    contentId,
    modelHash,
    extractorHash,
    featuresHash: featuresHash(fromHex(salt), features),
    scores: reasons().scores,
    asOf,
    epoch,
    expiry: submittedAt + 3_600_000,
  };
  for (const name of scorerNames) {
    const signer = signerNamed(name);
    const hash = commitmentOf(parseAddress(signer.address), salt, attestation);
    await client.submit('scorers.commit', { dao, contribution, hash }, signer);
  }
  const pay = { author, kind, amountMax: rule.cap, fee: '1000000', ...lies };
  return Promise.all(
    scorerNames.map((name) => client.submit('scorers.reveal', { attestation, salt, pay }, signerNamed(name))),
  );
};
