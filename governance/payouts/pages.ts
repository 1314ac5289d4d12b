/** The pages of a payout: lists of payments under one Merkle root, each with its path; safe in browsers. */
import { z } from 'zod';
import { codecOf, encodeValue } from '#chain/codec.ts';
import { concat, equal, fromHex, toHex } from '#chain/crypto/bytes.ts';
import { listDepth, listLeaf, listRows, listSiblings, nodeBytes, payoutsTag } from '#chain/merkle.ts';
import { address, amount, bytesUpTo, integer } from '#chain/scalars.ts';
import { sha256 } from '#hash';

/** Payments of one page: as many as a proposal has actions, about 3 KiB, one cell each. */
export const pagePaymentsMax = 64;
/** Pages of one payout: four million payees, sixteen siblings a path. */
export const pagesMax = 65_536;

export const payments = z
  .array(z.strictObject({ account: address, amount }))
  .min(1)
  .max(pagePaymentsMax);
export type Payments = z.output<typeof payments>;
/** The number of a page, from 0. */
export const pageNumber = integer(0, pagesMax - 1);
/** From the leaf up to the root, 32 bytes each, one after another. */
export const pagePath = bytesUpTo(listDepth(pagesMax) * nodeBytes);

const codec = codecOf(payments);
const leafOf = (page: Payments): Uint8Array => listLeaf(payoutsTag, encodeValue(codec, page));

/** The root of a payout, and the path of each page to it; throws a `RangeError` unless there are 1 to 65,536 pages. */
export const treeOf = (pages: readonly Payments[]): { readonly root: string; readonly paths: string[] } => {
  if (pages.length === 0 || pages.length > pagesMax)
    throw new RangeError(`A payout has 1 to ${pagesMax} pages, not ${pages.length}.`);
  const rows = listRows(pages.map(leafOf));
  const root = rows.at(-1)?.[0] ?? new Uint8Array();
  return {
    root: toHex(root),
    paths: pages.map((_, page) => toHex(concat(...listSiblings(rows, page)))),
  };
};

/** Whether these payments are page `page` of a payout with this root and number of pages. */
export const isPage = (root: string, count: number, page: number, list: Payments, path: string): boolean => {
  if (page >= count || path.length !== 2 * nodeBytes * listDepth(count)) return false;
  const siblings = fromHex(path);
  let node = leafOf(list);
  for (let level = 0; level < listDepth(count); level++) {
    const sibling = siblings.subarray(level * nodeBytes, (level + 1) * nodeBytes);
    node = ((page >>> level) & 1) === 0 ? sha256(node, sibling) : sha256(sibling, node);
  }
  return equal(node, fromHex(root));
};
