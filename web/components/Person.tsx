/** A person by address, shown with the name that the account set. */
import type { ReactNode } from 'react';
import { parseAddress } from '#chain/crypto/address.ts';
import { useName } from '../session/useName.ts';
import { Address } from './Address.tsx';

interface PersonProps {
  /** `merit1…`, as the API writes it. */
  readonly address: string;
  readonly link?: boolean;
  readonly copy?: boolean;
}

export function Person({ address, link = true, copy = false }: PersonProps): ReactNode {
  return <Address address={parseAddress(address)} name={useName(address)} link={link} copy={copy} />;
}
