/** The one place where an error becomes an answer: application/problem+json (RFC 9457) with a stable code. */
import { isFatal, Rejection } from '#chain/errors.ts';
import type { ApiErrorCode, ApiErrorDefinition } from './apiErrors.ts';

/** Refused by the API itself; `detail` says which part, in words. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: ApiErrorCode, detail = '', headers: Readonly<Record<string, string>> = {}) {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'ApiError';
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }
}

/** Refused under a code that another part names: a module's word for an absent thing, or a service's refusal. */
export class Refused extends Error {
  override name = 'Refused';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The body of every error answer. */
export interface Problem {
  readonly type: string;
  /** One sentence that says what is so. */
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** Which part is meant; empty where the sentence says it all. */
  readonly detail: string;
  readonly requestId: string;
}

/** The longest detail: a list of wrong fields is cut here, for a request cannot make answers grow. */
const detailCharactersMax = 2000;

const codeOf = (error: unknown): { code: string; detail: string } | undefined => {
  if (error instanceof Rejection) return { code: error.code, detail: '' };
  if (!(error instanceof Error) || isFatal(error)) return undefined;
  const { code, detail, message } = error as Error & { code?: unknown; detail?: unknown };
  if (typeof code !== 'string') return undefined;
  return { code, detail: typeof detail === 'string' ? detail : message };
};

/**
 * The problem that an error means. Errors without a code of the catalogue, and codes whose status is 500, tell no
 * details: they are logged by who calls.
 */
export const problemOf = (
  catalogue: ReadonlyMap<string, ApiErrorDefinition>,
  error: unknown,
  requestId: string,
): { problem: Problem; unforeseen: boolean; headers: Readonly<Record<string, string>> } => {
  const found = codeOf(error);
  const definition = found === undefined ? undefined : catalogue.get(found.code);
  const known = found !== undefined && definition !== undefined;
  const code = known ? found.code : 'api.internal';
  const { status, message } = definition ?? internal;
  const tells = known && status !== 500;
  // A sentence that only repeats the title says nothing more.
  const detail = tells && found.detail !== message && found.detail !== code ? found.detail : '';
  return {
    problem: {
      type: `/errors/${code}`,
      title: message,
      status,
      code,
      detail: detail.slice(0, detailCharactersMax),
      requestId,
    },
    unforeseen: status === 500,
    headers: error instanceof ApiError ? error.headers : {},
  };
};
const internal = { status: 500, message: 'The server failed in a way nobody foresaw.' } as const;
