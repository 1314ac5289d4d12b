/** What a sealed ballot commits to; safe in browsers. */
import { concat, fromHex, utf8 } from '#chain/crypto/bytes.ts';
import type { Address, Id } from '#chain/scalars.ts';
import { sha256Hex } from '#hash';
import { choice, type Tally } from './proposalState.ts';

/** SHA-256("meritlane/ballot" ‖ proposal ‖ voter ‖ place of the choice among against, for, abstain ‖ salt); `salt` has 32 bytes in hex. */
export const ballotSeal = (proposal: Id, voter: Address, chosen: keyof Tally, salt: string): Id =>
  sha256Hex(
    concat(
      utf8('meritlane/ballot'),
      fromHex(proposal),
      fromHex(voter),
      Uint8Array.of(choice.options.indexOf(chosen)),
      fromHex(salt),
    ),
  );
