/** Which worker owns which lanes: even at the start, and moved from block to block as the load asks. */
import { assert } from '../errors.ts';
import { laneCount } from '../state/sharedCells.ts';

/** The past weighs this much against the newest block, so that owners follow a load that lasts and not a single block. */
const memory = 0.8;
/** Cells below which evenness does not matter. */
const loadMin = 512;
/** Lanes move only where the busiest worker has this much more than an even share. */
const unevenness = 1.15;

/** Owners of the 256 lanes. Lanes move in groups: as many as there are lanes, unless a test asks for fewer. */
export class LaneOwners {
  /** The worker of each lane; a new array whenever it changes. */
  owners: Uint8Array;
  private readonly workers: number;
  private readonly groups: number;
  private readonly loads: Float64Array;

  constructor(workers: number, groups: number = laneCount) {
    assert(
      Number.isInteger(Math.log2(groups)) && groups <= laneCount,
      `${groups} lanes: a power of two up to ${laneCount} is needed.`,
    );
    this.workers = workers;
    this.groups = groups;
    this.loads = new Float64Array(groups);
    this.owners = Uint8Array.from({ length: laneCount }, (_, lane) => this.groupOf(lane) % workers);
  }

  private groupOf(lane: number): number {
    return Math.floor((lane * this.groups) / laneCount);
  }

  /** Takes in how many cells a block wrote in each lane. */
  note(lanes: Uint32Array): void {
    for (let group = 0; group < this.groups; group++)
      this.loads[group] = (this.loads[group] as number) * memory;
    for (let lane = 0; lane < laneCount; lane++) {
      const group = this.groupOf(lane);
      this.loads[group] = (this.loads[group] as number) + (lanes[lane] as number);
    }
  }

  /** Moves groups from the busiest worker to the idlest while that makes the load more even; returns how many lanes moved. */
  balance(): number {
    if (this.workers === 1) return 0;
    const owners = Array.from(
      { length: this.groups },
      (_, group) => this.owners[(group * laneCount) / this.groups] as number,
    );
    const shares = new Float64Array(this.workers);
    let total = 0;
    for (let group = 0; group < this.groups; group++) {
      const load = this.loads[group] as number;
      shares[owners[group] as number] = (shares[owners[group] as number] as number) + load;
      total += load;
    }
    if (total < loadMin || Math.max(...shares) <= (total / this.workers) * unevenness) return 0;
    let moved = 0;
    for (let move = 0; move < this.groups; move++) {
      const busiest = shares.indexOf(Math.max(...shares));
      const idlest = shares.indexOf(Math.min(...shares));
      const gap = (shares[busiest] as number) - (shares[idlest] as number);
      let best = -1;
      for (let group = 0; group < this.groups; group++) {
        const load = this.loads[group] as number;
        // What leaves a smaller gap than before; of these the largest.
        if (
          owners[group] === busiest &&
          load > 0 &&
          load < gap &&
          (best < 0 || load > (this.loads[best] as number)) &&
          load <= gap / 2 + 1
        )
          best = group;
      }
      if (best < 0) break;
      owners[best] = idlest;
      shares[busiest] = (shares[busiest] as number) - (this.loads[best] as number);
      shares[idlest] = (shares[idlest] as number) + (this.loads[best] as number);
      moved++;
    }
    if (moved > 0)
      this.owners = Uint8Array.from({ length: laneCount }, (_, lane) => owners[this.groupOf(lane)] as number);
    return moved * (laneCount / this.groups);
  }
}
