/** Why a key did not sign, by the names browsers give: each refusal has its words, and nothing was sent. */

/** `refusal.<name>` and `refusal.<name>.advice` are its words. */
export type Refusal =
  | 'closed'
  | 'noAuthenticator'
  | 'otherDomain'
  | 'timedOut'
  | 'alreadyHere'
  | 'noKey'
  | 'notVerified';

/** A refusal of ours, where no browser threw. */
export class KeyRefused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`The key did not sign: ${refusal}.`);
    this.name = 'KeyRefused';
    this.refusal = refusal;
  }
}

/** The names of WebAuthn's DOMExceptions. `NotAllowedError` covers closing, timing out and refusing: browsers do not tell them apart. */
const byName: Readonly<Record<string, Refusal>> = {
  NotAllowedError: 'closed',
  AbortError: 'closed',
  NotSupportedError: 'noAuthenticator',
  ConstraintError: 'notVerified',
  NotReadableError: 'noAuthenticator',
  InvalidStateError: 'alreadyHere',
  SecurityError: 'otherDomain',
  TimeoutError: 'timedOut',
};

/** Returns the refusal an error stands for, undefined for any error that is not a key's. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof KeyRefused) return error.refusal;
  if (typeof DOMException !== 'undefined' && error instanceof DOMException) return byName[error.name];
  return undefined;
}
