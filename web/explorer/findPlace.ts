/** Where a text that somebody looks for leads: a height, an id or an address. */
import { isAddress } from '../decide/isAddress.ts';
import { paths } from '../paths.ts';

/** Heights of sixteen digits would outlast the sun; more are no height. */
const heightForm = /^\d{1,15}$/;
const idForm = /^[0-9a-f]{64}$/;

/**
 * Returns the path of the page, undefined where the text is nothing of it. A height may be grouped by spaces. The id of a
 * contribution, a proposal or a DAO is the id of the transaction that made it.
 */
export function findPlace(text: string): string | undefined {
  const word = text.trim().toLowerCase();
  const height = word.replace(/[\s#,]/g, '');
  if (heightForm.test(height)) return paths.block(Number(height));
  if (idForm.test(word)) return paths.transaction(word);
  return isAddress(word) ? paths.account(word) : undefined;
}
