/** Salts of what is committed to first and shown later; safe in browsers. */
import { toHex } from '#chain/crypto/bytes.ts';

const saltBytes = 32;

/** 32 random bytes in hex. */
export const freshSalt = (): string => toHex(crypto.getRandomValues(new Uint8Array(saltBytes)));

/** Whether something read from storage is an object whose `salt` could have been made here. */
export const hasSalt = (value: unknown): value is { readonly salt: string } =>
  typeof value === 'object' &&
  value !== null &&
  'salt' in value &&
  typeof value.salt === 'string' &&
  /^[0-9a-f]{64}$/.test(value.salt);
