/** Voting methods: what a ballot may hold, what it adds to which sum, and who wins by the sums; pure integers. */

/** How answers are given and counted. */
export const methods = ['single', 'approval', 'weighted', 'quadratic', 'ranked', 'copeland'] as const;
export type Method = (typeof methods)[number];

/** Choices of any poll; pairs of them are kept for Copeland. */
export const choicesMax = 10;
/** Choices of a ranked poll: there are 1,956 ways to rank up to six, and each has a sum of its own. */
export const rankedChoicesMax = 6;
/** The greatest key of a ranking: 654321 in base seven is 114,381. */
export const rankingKeyMax = 117_648;
/** Shares of a weighted ballot sum to this. */
export const whole = 1_000_000;

/**
 * The marks of a ballot: `single` and `quadratic` one choice; `approval` any choices, each once, rising; `weighted` a share
 * in parts per million for every choice; `ranked` and `copeland` choices from the best on, each once, not all needed.
 */
export const marksFit = (method: Method, marks: readonly number[], choices: number): boolean => {
  const known = marks.every((mark) => mark < choices);
  const distinct = new Set(marks).size === marks.length;
  switch (method) {
    case 'single':
    case 'quadratic':
      return known && marks.length === 1;
    case 'approval':
      return known && distinct && marks.every((mark, i) => i === 0 || mark > (marks[i - 1] ?? 0));
    case 'weighted':
      return marks.length === choices && marks.reduce((sum, share) => sum + share, 0) === whole;
    default:
      return known && distinct;
  }
};

/** The greatest whole number whose square is at most `value`. */
export const squareRoot = (value: bigint): bigint => {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/** Roots are taken of so many times the power, so that they keep six decimals. */
const rootScale = 1_000_000_000_000n;

/** What a ballot of `power` adds to the sum of each choice; nothing for methods that compare choices. */
export const addedTo = (method: Method, marks: readonly number[], power: bigint): Map<number, bigint> => {
  if (method === 'weighted')
    return new Map(marks.map((share, choice) => [choice, (power * BigInt(share)) / BigInt(whole)]));
  if (method === 'ranked' || method === 'copeland') return new Map();
  const counted = method === 'quadratic' ? squareRoot(power * rootScale) : power;
  return new Map(marks.map((choice) => [choice, counted]));
};

/** Pairs (better, worse) that a ranking of some of `choices` choices decides: ranked ones beat those left out. */
export const pairsOf = (marks: readonly number[], choices: number): [better: number, worse: number][] => {
  const left = Array.from({ length: choices }, (_, choice) => choice).filter((one) => !marks.includes(one));
  return marks.flatMap((better, place) =>
    [...marks.slice(place + 1), ...left].map((worse): [number, number] => [better, worse]),
  );
};

/** A ranking as one number: its choices as digits from 1 on, the best in front. */
export const rankingKey = (marks: readonly number[]): number =>
  marks.reduce((key, mark) => key * (rankedChoicesMax + 1) + mark + 1, 0);

/** All rankings of some of `choices` choices, the empty one left out. */
export const allRankings = (choices: number): number[][] => {
  const rankings: number[][] = [];
  const extend = (ranking: readonly number[]): void => {
    for (let choice = 0; choice < choices; choice++) {
      if (ranking.includes(choice)) continue;
      const longer = [...ranking, choice];
      rankings.push(longer);
      extend(longer);
    }
  };
  extend([]);
  return rankings;
};

/** The lowest choice with the greatest sum; undefined while nothing is counted. */
const highest = (sums: readonly bigint[]): number | undefined => {
  const most = sums.reduce((greatest, sum) => (sum > greatest ? sum : greatest), 0n);
  return most === 0n ? undefined : sums.indexOf(most);
};

/** What a poll says: the figure of each choice, the rounds of a run-off, and the winner; ties go to the lower choice. */
export interface Outcome {
  readonly figures: readonly bigint[];
  /** First preferences of each round among the choices that were left; a choice that is out has −1. */
  readonly rounds: readonly (readonly bigint[])[];
  readonly winner?: number;
}

const withWinner = (figures: readonly bigint[], rounds: Outcome['rounds'] = []): Outcome => {
  const winner = highest(figures);
  return { figures, rounds, ...(winner === undefined ? {} : { winner }) };
};

/**
 * By sums of choices. Quadratic sums are squared and scaled so that they share out `power`, all that was cast:
 * (Σ √power)² ÷ Σ (Σ √power)², as Snapshot does.
 */
export const bySums = (method: Method, sums: readonly bigint[], power: bigint): Outcome => {
  if (method !== 'quadratic') return withWinner(sums);
  const squares = sums.map((sum) => sum * sum);
  const total = squares.reduce((all, square) => all + square, 0n);
  return withWinner(total === 0n ? sums : squares.map((square) => (square * power) / total));
};

/** By pairs: a choice has two points for each one that it beats and one for each draw; `pairs[a][b]` is the power that prefers a to b. */
export const byPairs = (pairs: readonly (readonly bigint[])[], choices: number): Outcome => {
  const of = (a: number, b: number): bigint => pairs[a]?.[b] ?? 0n;
  const all = Array.from({ length: choices }, (_, choice) => choice);
  if (all.every((a) => all.every((b) => of(a, b) === 0n))) return { figures: all.map(() => 0n), rounds: [] };
  const figures = all.map((a) =>
    all.reduce((sum, b) => {
      if (a === b) return sum;
      return sum + (of(a, b) > of(b, a) ? 2n : of(a, b) === of(b, a) ? 1n : 0n);
    }, 0n),
  );
  return withWinner(figures);
};

/** A ranking and the power behind it. */
export interface Ranking {
  readonly marks: readonly number[];
  readonly power: bigint;
}

/**
 * Instant run-off: the choice with fewest first preferences goes out, of several the highest in number, until one has more
 * than half of what still counts or is the last. Figures are those of the last round.
 */
export const byRunOff = (rankings: readonly Ranking[], choices: number): Outcome => {
  const left = new Set(Array.from({ length: choices }, (_, choice) => choice));
  const rounds: bigint[][] = [];
  for (;;) {
    const firsts = Array.from({ length: choices }, (_, choice): bigint => (left.has(choice) ? 0n : -1n));
    for (const { marks, power } of rankings) {
      const first = marks.find((mark) => left.has(mark));
      if (first !== undefined) firsts[first] = (firsts[first] ?? 0n) + power;
    }
    rounds.push(firsts);
    const counted = firsts.reduce((sum, own) => sum + (own > 0n ? own : 0n), 0n);
    if (counted === 0n) return { figures: firsts.map((own) => (own < 0n ? 0n : own)), rounds };
    const winner = firsts.findIndex((own) => own * 2n > counted);
    if (winner >= 0 || left.size === 1)
      return {
        figures: firsts.map((own) => (own < 0n ? 0n : own)),
        rounds,
        winner: winner >= 0 ? winner : ([...left][0] ?? 0),
      };
    let last: number | undefined;
    for (const choice of left)
      if (last === undefined || (firsts[choice] ?? 0n) <= (firsts[last] ?? 0n)) last = choice;
    left.delete(last ?? 0);
  }
};
