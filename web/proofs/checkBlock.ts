/** Checks the header of a block on this device: its hash, and that a sequencer of the trusted genesis signed it. */
import type { BlockJson } from '#api/client/answers.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { decodeGenesis } from '#chain/genesis.ts';
import { encodeHeader, headerHash } from '#chain/header.ts';
import { verifySignedHeader } from '#chain/proofs/proofDocument.ts';
import type { CheckVerdict } from './useProofSteps.ts';
import { verifyEd25519 } from './verifyEd25519.ts';

/** The steps of this check, in its order. */
export const blockSteps = ['hash', 'genesis', 'chainId', 'engine', 'signer', 'signature'] as const;

/** The header's fields as the node serves them: what it adds beside them is not signed. */
type ServedHeader = Pick<
  BlockJson,
  'chainId' | 'height' | 'time' | 'parent' | 'stateRoot' | 'engine' | 'ordered' | 'hash' | 'signature'
>;

/** Stands for the signer where the genesis cannot be read, which is the step that fails. */
const nobody = '00'.repeat(32);
/** Stands for what has not the form of a signature, and is nobody's. */
const noSignature = '00'.repeat(64);

/** Who may sign, by a genesis that is not trusted yet; one that cannot be read names nobody. */
function sequencersOf(genesis: string): readonly string[] {
  try {
    return decodeGenesis(fromHex(genesis)).sequencers;
  } catch {
    return [];
  }
}

function hasItsHash(header: Parameters<typeof encodeHeader>[0], hash: string): boolean {
  try {
    return headerHash(encodeHeader(header)) === hash;
  } catch {
    return false;
  }
}

/**
 * Checks a served block against the genesis (hex) that the node serves too, which counts only if it has the trusted hash.
 * Never throws.
 */
export function checkBlock(block: ServedHeader, genesis: string, trustedHash: string): CheckVerdict {
  const { chainId, height, time, parent, stateRoot, engine, ordered, hash, signature } = block;
  const carried = ordered === undefined ? {} : { ordered };
  const header = { chainId, height, time, parent, stateRoot, engine, ...carried };
  if (!hasItsHash(header, hash)) return { ok: false, steps: [{ name: 'hash', ok: false }] };
  const headerSignature = /^[0-9a-f]{128}$/.test(signature) ? signature : noSignature;
  const sequencers = sequencersOf(genesis);
  // A block does not say which sequencer signed it; a signature that none of them made fails as the first one's.
  const verdicts = (sequencers.length > 0 ? sequencers : [nobody]).map((signer) =>
    verifySignedHeader({ genesis, header, headerSignature, signer }, trustedHash, verifyEd25519),
  );
  const { ok = false, steps = [] } = verdicts.find((verdict) => verdict.ok) ?? verdicts[0] ?? {};
  const hashStep = { name: 'hash', ok: true } as const;
  // Header and signature have their form here, so it is the genesis that has none.
  if (steps[0]?.ok !== true) return { ok: false, steps: [hashStep, { name: 'genesis', ok: false }] };
  return { ok, steps: [hashStep, ...steps.slice(1)] };
}
