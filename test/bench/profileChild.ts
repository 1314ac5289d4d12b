/** The process that is profiled: transfers on one node, with the moments between which samples count. */
import { drive } from './drive.ts';
import { openRig } from './rig.ts';
import type { Effort } from './rounds.ts';
import type { SceneSize } from './scenes.ts';
import { openScene } from './setUp.ts';
import { signedLoad } from './signedLoad.ts';

export interface ProfileOrder {
  readonly scene: SceneSize;
  readonly workers: number;
  readonly effort: Effort;
}
/** When the load ran, on the clock of the profiles, and how many transactions it had. */
export interface ProfileWindow {
  readonly fromUs: number;
  readonly toUs: number;
  readonly transactions: number;
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly mainUs: number;
}

const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);

const { scene, workers, effort } = JSON.parse(process.argv[2] ?? '') as ProfileOrder;
const { folder, facts } = await openScene(scene);
const wires = await signedLoad(facts, { recipe: 'transfers', count: effort.warmUp + effort.roundMax });
const rig = await openRig(folder, workers);
await drive(rig.node, [wires.slice(0, effort.warmUp)]);
const fromUs = nowUs();
const { transactions, perSecond, cpuUs, mainUs } = await drive(rig.node, [wires.slice(effort.warmUp)]);
const window: ProfileWindow = { fromUs, toUs: nowUs(), transactions, perSecond, cpuUs, mainUs };
await rig.close();
process.send?.(window);
process.disconnect?.();
