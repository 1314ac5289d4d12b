/** The process behind `npm start`: listens first, then opens the chain, builds the pages if needed, and ends cleanly. */
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { findComet } from '#chain/ordering/comet/cometProcess.ts';
import { createRegistry } from '#chain/registry.ts';
import { StorageError } from '#chain/storage/storageError.ts';
import { modules } from '#governance/modules.ts';
import { submitHistory } from './demo.ts';
import { type HttpServer, startHttpServer } from './httpServer.ts';
import { type Meritlane, openMeritlane } from './meritlaneNode.ts';
import { createSolo } from './network/createSolo.ts';
import { readPlan } from './network/plan.ts';
import { createApp } from './server.ts';
import { buildWeb, webFolder, webIsBuilt } from './webBuild.ts';

const folder = resolve(process.env['DATA'] ?? 'data');
/** The port that the environment names, else that of a network's node. */
const portOf = (): number => {
  const named = process.env['PORT'] ?? '';
  return named === '' ? (readPlan(folder)?.port ?? 4000) : Number(named);
};
/** What the environment may set. */
const settings = {
  port: portOf(),
  folder,
  workers: process.env['WORKERS'] === undefined ? undefined : Number(process.env['WORKERS']),
  testClock: process.env['TEST_CLOCK'] === '1',
  logLevel: process.env['LOG_LEVEL'] ?? 'warn',
};

/** The one line on standard output is for people; everything else goes to standard error as JSON lines. */
const log = pino({ level: settings.logLevel }, pino.destination(2));
const say = (sentence: string): void => {
  process.stdout.write(`${sentence}\n`);
};
const give = (sentence: string): never => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

if (!Number.isInteger(settings.port) || settings.port < 0 || settings.port > 65_535)
  give('PORT must be a whole number from 0 to 65535.');
if (settings.workers !== undefined && !(Number.isInteger(settings.workers) && settings.workers >= 1))
  give('WORKERS must be a whole number from 1 on.');

/** `--ordering comet` begins a chain that CometBFT orders; a chain keeps the ordering that it began with. */
const expectOrdering = async (asked: string): Promise<void> => {
  const isNew = !existsSync(join(folder, 'chain.sqlite')) && readPlan(folder) === undefined;
  if (asked === 'comet' && isNew) {
    mkdirSync(folder, { recursive: true });
    findComet();
    await createSolo(createRegistry(modules), folder, { port: settings.port || 4000, time: Date.now() });
    return;
  }
  const found = readPlan(folder) === undefined ? 'embedded' : 'comet';
  if (found !== asked)
    throw new Error(
      `The chain in ${folder} is ordered by ${found}, and a chain keeps its ordering; set DATA to another folder.`,
    );
};
const { values: asked } = parseArgs({
  options: { ordering: { type: 'string' } },
  strict: false,
});
if (asked.ordering !== undefined) {
  if (asked.ordering !== 'comet' && asked.ordering !== 'embedded')
    give('--ordering is "embedded" or "comet".');
  await expectOrdering(String(asked.ordering)).catch((error: Error) => give(error.message));
}

let stopping = false;
let history: Promise<void> = Promise.resolve();
let webReady = webIsBuilt();
// The folder is served before the first build has filled it.
mkdirSync(webFolder, { recursive: true });

const listen = (): Promise<HttpServer> =>
  startHttpServer({
    port: settings.port,
    webFolder,
    isWebReady: () => webReady,
    onError: (error) => log.error({ error: String(error) }, 'A request could not be answered.'),
  }).catch((error: NodeJS.ErrnoException) =>
    give(
      error.code === 'EADDRINUSE'
        ? `Port ${settings.port} is taken by another program; set PORT to a free one.`
        : `The port could not be opened: ${error.message}`,
    ),
  );

const openNode = (): Promise<Meritlane> =>
  openMeritlane({
    folder: settings.folder,
    log,
    testClock: settings.testClock,
    ...(settings.workers === undefined ? {} : { workers: settings.workers }),
    onFatal: (error) => {
      log.fatal(
        { error: String(error) },
        'The node stops: what it acknowledged is safe, and nothing more is taken.',
      );
      process.exit(1);
    },
  }).catch((error: unknown) => {
    const sentence = error instanceof StorageError ? `${error.message} (${error.code})` : String(error);
    return give(`The chain in ${settings.folder} could not be opened: ${sentence}`);
  });

/** What a signal ends, in this order; nothing is there yet while the chain is being opened. */
const ends: (() => Promise<unknown>)[] = [];
const stop = async (): Promise<void> => {
  if (stopping) process.exit(1);
  stopping = true;
  for (const end of ends) await end();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

const server = await listen();
ends.push(() => server.close());
const meritlane = await openNode();
ends.push(
  () => history.catch(() => undefined),
  () => meritlane.close(),
);
const { node, contentStore, readModel, services, keys } = meritlane;
const app = createApp({
  node,
  contentStore,
  readModel,
  services,
  onError: (error, requestId) =>
    log.error(
      { requestId, error: error instanceof Error ? error.stack : String(error) },
      'A request failed.',
    ),
});
server.setApp(app);
say(`Meritlane is at ${server.url}`);

if (!webReady)
  void buildWeb().then(
    () => {
      webReady = true;
    },
    (error: Error) =>
      log.error({ error: error.message }, 'The pages could not be built; the API answers all the same.'),
  );

const seeds = meritlane.plan?.seeds ?? true;
if (seeds)
  history = submitHistory(node, contentStore, keys, log, () => stopping).then((outcome) => {
    if ('why' in outcome) log.warn(outcome.why);
    else log.info(outcome, 'The commits of this repository are contributions.');
  });
