/** Why a key did not sign, by the names browsers and wallets give: each refusal has its words, and nothing was sent. */
import { WalletMismatch } from '#api/client/ethereumWallet.ts';

/** `refusal.<name>` and `refusal.<name>.advice` are its words. */
export type Refusal =
  | 'closed'
  | 'noAuthenticator'
  | 'otherDomain'
  | 'timedOut'
  | 'alreadyHere'
  | 'noKey'
  | 'notVerified'
  | 'noWallet'
  | 'otherWallet'
  | 'walletBusy';

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

/** The numbers of EIP-1193 and of wallets behind it: the person said no; the wallet does not know the account; it asks already. */
const byNumber: Readonly<Record<number, Refusal>> = {
  4001: 'closed',
  4100: 'otherWallet',
  [-32002]: 'walletBusy',
};

/** Returns the refusal an error stands for, undefined for any error that is not a key's. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof KeyRefused) return error.refusal;
  if (error instanceof WalletMismatch) return 'otherWallet';
  if (typeof DOMException !== 'undefined' && error instanceof DOMException) return byName[error.name];
  // Wallets throw plain objects as well as errors.
  const hasNumber = typeof error === 'object' && error !== null && 'code' in error;
  return hasNumber && typeof error.code === 'number' ? byNumber[error.code] : undefined;
}
