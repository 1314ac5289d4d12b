/** What must hold of every court at all times, read from all cells: locks, slots, dockets and bonds. */
import { collectionName, splitKey } from '#chain/access.ts';
import { fromHex, toHex } from '#chain/crypto/bytes.ts';
import { collectionOfKey, valueOfBytes } from '#chain/execution/cellBytes.ts';
import type { Registry } from '#chain/registry.ts';
import { stageOf } from '#governance/disputes/rules.ts';
import type { DisputeCase, Juror, Round } from '#governance/disputes/state.ts';

type Cells = ReadonlyMap<string, Uint8Array>;

/** Every cell of a collection by the hex of its key parts, joined by `/`. */
const cellsOf = <V>(registry: Registry, cells: Cells, name: string): Map<string, V> => {
  const found = new Map<string, V>();
  for (const [text, bytes] of cells) {
    const key = fromHex(text);
    const definition = collectionName(key) === name ? collectionOfKey(registry, key) : undefined;
    const [, ...parts] = splitKey(key);
    // Entries of a checkpointed cell have one part more.
    if (definition === undefined || parts.length !== definition.keys.length) continue;
    const value = valueOfBytes(definition, bytes);
    // A checkpointed cell that was deleted stays, without a value.
    if (value !== undefined) found.set(parts.map(toHex).join('/'), value as V);
  }
  return found;
};

/** What the court of a chain holds, and each rule of it that is broken, as sentences. */
export const courtBooks = (registry: Registry, cells: Cells, time: number) => {
  const faults: string[] = [];
  const cases = cellsOf<DisputeCase>(registry, cells, 'disputes.cases');
  const rounds = cellsOf<Round>(registry, cells, 'disputes.rounds');
  const jurors = cellsOf<Juror>(registry, cells, 'disputes.jurors');
  const slots = cellsOf<string>(registry, cells, 'disputes.slots');
  const counts = cellsOf<number>(registry, cells, 'disputes.slotCounts');
  const dockets = cellsOf<{ case: string; open: boolean }>(registry, cells, 'disputes.docket');
  const locked = new Map<string, bigint>();
  let bonds = 0n;
  for (const [key, stored] of cases) {
    const { author, opener, reviewer, stakes, terms, dao } = stored;
    const list = [...rounds].filter(([name]) => name.startsWith(`${key}/`)).map(([, one]) => one);
    const isOpen = stored.closedAt === undefined;
    if (isOpen !== (dockets.get(stored.contribution)?.case === key && dockets.get(stored.contribution)?.open))
      faults.push(`The docket and case ${key} disagree about whether it is open.`);
    if (isOpen) bonds += stakes.reduce((total, { amount }) => total + amount, 0n);
    const last = list.at(-1);
    if (last === undefined || list.length !== stored.round + 1) faults.push(`Case ${key} lacks a round.`);
    else if (isOpen === (stageOf(stored, last, time) === 'closed'))
      faults.push(`Case ${key} is in no stage.`);
    for (const { seats } of list) {
      const people = seats.map(({ juror }) => juror);
      if (new Set(people).size < people.length) faults.push(`Somebody sits twice in a jury of ${key}.`);
      for (const juror of people) {
        if ([author, opener, reviewer].includes(juror)) faults.push(`A party judges case ${key}.`);
        const name = `${dao}/${juror}`;
        if (isOpen) locked.set(name, (locked.get(name) ?? 0n) + terms.seatStake);
      }
    }
  }
  for (const [name, juror] of jurors) {
    if (juror.locked !== (locked.get(name) ?? 0n)) faults.push(`What is locked of ${name} is not its seats.`);
    if (juror.stake < juror.locked) faults.push(`More is locked of ${name} than it has.`);
    const [dao = '', account = ''] = name.split('/');
    const held = [...slots].filter(([slot, holder]) => slot.startsWith(dao) && holder === account).length;
    if (held !== juror.slots) faults.push(`${name} has other slots than it says.`);
  }
  for (const [dao, count] of counts) {
    const numbers = [...slots.keys()].flatMap((name) =>
      name.startsWith(dao) ? [Number(`0x${name.split('/')[1]}`)] : [],
    );
    if (numbers.length !== count || numbers.some((slot) => slot >= count))
      faults.push(`The slots of ${dao} have gaps.`);
  }
  const open = [...cases.values()].filter(({ closedAt }) => closedAt === undefined).length;
  return { faults, bonds, open, cases: cases.size };
};
