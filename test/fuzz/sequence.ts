/** One seed: cases of the conformance suite entangled on one chain, and between their steps what an attacker would try. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { cases } from '../conformance/cases.ts';
import type { Case } from '../conformance/stage.ts';
import { Chance } from '../support/arenaHistory.ts';
import { Violation } from './book.ts';
import { Player, Scene } from './scene.ts';

/** How much is tried beside each case, and how often it is while cases are under way. */
const triesPerCase = 40;
const triesInHundred = 50;
/** The longest that time jumps: thirty days. */
const passMaxMs = 30 * 86_400_000;

/** What a seed did. */
export interface Sequence {
  readonly steps: number;
  /** How often each kind was applied. */
  readonly applied: ReadonlyMap<string, number>;
  /** Of the steps, those that were tried beside the cases. */
  readonly tried: number;
  readonly succeeded: number;
}

/** Runs a seed; throws a `Violation` at the first transaction after which something does not hold. */
export const runSequence = async (seed: number): Promise<Sequence> => {
  const chance = new Chance(seed);
  const scene = new Scene();
  const waiting: (() => void)[] = [];
  const turn = (): Promise<void> => new Promise((resolve) => waiting.push(resolve));
  let [tried, succeeded, running] = [0, 0, 0];
  let violation: unknown;

  /** A case that others disturbed may come to an end early; what is wrong with the chain is not its business. */
  const play = async (one: Case, player: Player): Promise<void> => {
    running++;
    try {
      const payload = await one.build(player);
      await turn();
      player.send(one.sender, one.kind, payload);
    } catch (error) {
      if (error instanceof Violation) violation ??= error;
    } finally {
      running--;
    }
  };

  const count = 2 + chance.below(5);
  const shares = chance.hits(75);
  for (let i = 0; i < count; i++) void play(caseFor(`${seed} ${i}`), new Player(scene, shares, turn));
  let left = triesPerCase * count;
  while (violation === undefined && (running > 0 || left > 0)) {
    // Whoever was given a turn runs until it waits for the next one.
    await nextTurn();
    if (waiting.length > 0) waiting.splice(chance.below(waiting.length), 1)[0]?.();
    if (scene.log.length === 0 || left === 0) {
      if (running === 0) break;
      continue;
    }
    if (running > 0 && !chance.hits(triesInHundred)) continue;
    left--;
    tried++;
    try {
      if (attempt(scene, chance) === 'applied') succeeded++;
    } catch (error) {
      violation ??= error;
    }
  }
  if (violation !== undefined) throw violation;
  scene.close();
  return { steps: scene.steps, applied: scene.applied, tried, succeeded };
};

/** By the smallest number rather than by place: a new case takes few seeds from the others. */
const caseFor = (name: string): Case => {
  const salt = crc32(name);
  return cases.reduce((best, one) => (rankOf(one, salt) < rankOf(best, salt) ? one : best));
};
const hashes = new Map(cases.map((one) => [one, crc32(`${one.kind} ${one.name}`)]));
const rankOf = (one: Case, salt: number): number =>
  Math.imul((hashes.get(one) ?? 0) ^ salt, 0x9e3779b1) >>> 0;

/** Something that was sent before, by anybody, at another time, with other values. */
const attempt = (scene: Scene, chance: Chance): string => {
  const { log, words } = scene;
  if (chance.hits(15)) passTime(scene, chance);
  const step = chance.pick(log);
  const other = chance.pick(log).sender;
  // Transactions of a DAO are what members voted: nobody else can send them.
  const sender =
    step.player.isDao(step.sender) || step.player.isDao(other) || chance.hits(60) ? step.sender : other;
  return step.player.send(sender, step.kind, words.exchange(step.payload, chance.below(4), chance)).code;
};

/** To a time that somebody named, a millisecond before or after it, or some named duration later. */
const passTime = ({ chain, words }: Scene, chance: Chance): void => {
  const times = words.times(chain.time + 2).filter((time) => time < chain.time + passMaxMs);
  const durations = words.durations().filter((ms) => ms < passMaxMs);
  if (times.length > 0 && chance.hits(70)) chain.time = chance.pick(times) - chance.below(3);
  else if (durations.length > 0) chain.advance(chance.pick(durations));
};
