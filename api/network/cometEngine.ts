/** CometBFT and the application behind it, beside one node: started after the node is open, ended before it is closed. */
import type { Log } from '#chain/node.ts';
import type { Clock } from '#chain/ordering/clock.ts';
import { AbciServer } from '#chain/ordering/comet/abciServer.ts';
import { CometOrdering } from '#chain/ordering/comet/cometOrdering.ts';
import { CometProcess, findComet } from '#chain/ordering/comet/cometProcess.ts';
import { CometRpc } from '#chain/ordering/comet/cometRpc.ts';
import type { ReplicaMaker } from '#chain/ordering/ordering.ts';
import type { ServiceStatus } from '../services.ts';
import { cometHome, type NetworkPlan } from './plan.ts';

type EngineStatus = NonNullable<ServiceStatus['comet']>;
/** How often the engine is asked how it stands. */
const askEveryMs = 1_000;

export class CometEngine {
  private readonly folder: string;
  private readonly plan: NetworkPlan;
  private readonly log: Log;
  private readonly program: string;
  private readonly rpc: CometRpc;
  private application: CometOrdering | undefined;
  private server: AbciServer | undefined;
  private process: CometProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private last: EngineStatus = { running: false, starts: 0, underWay: 0 };

  /** Throws an Error that says how to get CometBFT where there is none. */
  constructor(folder: string, plan: NetworkPlan, log: Log) {
    this.folder = folder;
    this.plan = plan;
    this.log = log;
    this.program = findComet();
    this.rpc = new CometRpc(`http://127.0.0.1:${plan.rpcPort}`);
  }

  /** What `Node.open` is given as its ordering. */
  readonly ordering = (maker: ReplicaMaker, clock: Clock): CometOrdering => {
    this.application = new CometOrdering(maker, clock, this.rpc);
    return this.application;
  };

  /** Begins to order; `onFatal` hears when going on would be unsafe. Rejects where the port is taken. */
  async start(onFatal: (error: Error) => void): Promise<void> {
    const { application } = this;
    if (application === undefined) throw new Error('The node has asked for no ordering.');
    this.server = new AbciServer(application, {
      onError: (error, fatal) => {
        this.log.error({ error: String(error), fatal }, 'A call of CometBFT could not be answered.');
        if (fatal) onFatal(error instanceof Error ? error : new Error(String(error)));
      },
    });
    await this.server.listen(this.plan.abciPort);
    this.process = new CometProcess({
      program: this.program,
      home: cometHome(this.folder),
      onEnd: (code) => this.log.warn({ code }, 'CometBFT ended; it is started again.'),
    });
    this.timer = setInterval(() => void this.ask(), askEveryMs);
  }

  /** How it stood when it was last asked. */
  get status(): EngineStatus {
    return this.last;
  }

  private async ask(): Promise<void> {
    const own = { starts: this.process?.starts ?? 0, underWay: this.application?.underWay ?? 0 };
    this.last = await this.rpc.status().then(
      (said) => ({ running: true, ...own, ...said }),
      () => ({ running: false, ...own }),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.process?.close();
    await this.server?.close();
  }
}
