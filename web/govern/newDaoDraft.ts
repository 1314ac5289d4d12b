/** The draft of a new DAO, and the payload that the template makes of it. */
import { type CreateDaoJson, openSource, paces } from '#governance/daos/templates.ts';
import { isAddress } from '../decide/isAddress.ts';

export interface NewDaoDraft {
  readonly name: string;
  readonly purpose: string;
  readonly symbol: string;
  readonly constitution: string;
  readonly pace: keyof typeof paces;
  /** Addresses besides the reader's own; empty while they are typed. */
  readonly others: readonly string[];
}

/** What each founder begins with, in whole tokens: as much for each, so that no one decides alone where there are two. */
export const founderFree = 20_000n;
export const founderStaked = 100_000n;
/** Bounds of `daos.create`, in bytes. */
export const bounds = { name: 60, purpose: 280, constitution: 8_000, founders: 20 } as const;

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
const fits = (text: string, max: number, required: boolean): boolean =>
  byteLength(text) <= max && (!required || text.trim() !== '');
export const symbolFits = (symbol: string): boolean => /^[A-Z]{2,6}$/.test(symbol);

/** Names of the parts that are missing or wrong, in the order of the form. */
export const missingInDao = (draft: NewDaoDraft, own: string | undefined): readonly (keyof NewDaoDraft)[] => {
  const { name, purpose, symbol, constitution, others } = draft;
  const founders = [own, ...others];
  const wrong = [
    fits(name, bounds.name, true) ? undefined : 'name',
    fits(purpose, bounds.purpose, false) ? undefined : 'purpose',
    symbolFits(symbol) ? undefined : 'symbol',
    fits(constitution, bounds.constitution, true) ? undefined : 'constitution',
    others.every(isAddress) && new Set(founders).size === founders.length ? undefined : 'others',
  ] as const;
  return wrong.filter((one) => one !== undefined);
};

export interface NodeScorers {
  /** `merit1…` of each. */
  readonly scorers: readonly string[];
  readonly modelHash: string;
  readonly model: CreateDaoJson['model'];
}

/** The payload of `daos.create`; unfinished parts stay as they are and are refused by `missingInDao` before. */
export const payloadOf = (draft: NewDaoDraft, own: string, node: NodeScorers): CreateDaoJson =>
  openSource(
    {
      name: draft.name,
      purpose: draft.purpose,
      constitution: draft.constitution,
      symbol: draft.symbol === '' ? '…' : draft.symbol,
      founders: [own, ...draft.others].map((account) => ({
        account,
        free: founderFree,
        staked: founderStaked,
      })),
      scorers: node.scorers,
      modelHash: node.modelHash,
      model: node.model,
    },
    paces[draft.pace],
  );
