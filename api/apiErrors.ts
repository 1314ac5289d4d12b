/** Codes of the API itself, with their status and sentence; modules and the chain bring their own. */
import type { ErrorDefinition } from '#chain/errors.ts';
import type { Registry } from '#chain/registry.ts';
import { scoringErrors } from '#scoring/errors.ts';

/** How an error answers over HTTP. */
export interface ApiErrorDefinition {
  readonly status: ErrorDefinition['status'] | 405 | 408;
  readonly message: string;
}

export const apiErrors = {
  notFound: { status: 404, message: 'There is nothing at this address.' },
  methodNotAllowed: { status: 405, message: 'This address does not take this method.' },
  badRequest: { status: 400, message: 'The request is not well formed.' },
  badCursor: { status: 400, message: 'This cursor was not given out by this list.' },
  badJson: { status: 400, message: 'The body is not JSON that this API takes.' },
  tooDeep: { status: 400, message: 'The JSON of the body is nested too deeply.' },
  unsupportedMediaType: { status: 415, message: 'This address does not take a body of this type.' },
  bodyTooLarge: { status: 413, message: 'The body is larger than this address takes.' },
  contentTooLarge: { status: 413, message: 'Content may have at most 8 MiB.' },
  contentUnknown: {
    status: 422,
    message: 'No content has been uploaded here under the id that the contribution names.',
  },
  contentQuota: { status: 429, message: 'The content store has no room for more unclaimed uploads now.' },
  contentBusy: { status: 429, message: 'Too many uploads are under way; send it again in a moment.' },
  tooManyStreams: { status: 429, message: 'Too many event streams are open.' },
  rateLimited: { status: 429, message: 'Too many requests came from this address; wait a moment.' },
  gone: { status: 410, message: 'This is too far in the past to be served.' },
  behind: { status: 503, message: 'This node has not reached that height yet.' },
  starting: { status: 503, message: 'The node is starting.' },
  noTestClock: { status: 403, message: 'Only a chain with a test clock lets time be advanced.' },
  noProof: { status: 404, message: 'This cell cannot be proven here.' },
  internal: { status: 500, message: 'The server failed in a way nobody foresaw.' },
} as const satisfies Record<string, ApiErrorDefinition>;
export type ApiErrorCode = `api.${keyof typeof apiErrors}`;

/** Every code that this server may answer with: its own, the scorer's, the chain's and the modules'. */
export const errorCatalogue = (registry: Registry): ReadonlyMap<string, ApiErrorDefinition> => {
  const catalogue = new Map<string, ApiErrorDefinition>(registry.errors);
  for (const [code, definition] of Object.entries(apiErrors)) catalogue.set(`api.${code}`, definition);
  for (const [code, message] of Object.entries(scoringErrors)) catalogue.set(code, { status: 422, message });
  return catalogue;
};
