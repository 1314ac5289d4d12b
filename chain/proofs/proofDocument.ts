/** The proof file of a cell: genesis, header, signature and the cell's way to the root; checked by trusting one hash. */
import { z } from 'zod';
import { concat, fromHex } from '../crypto/bytes.ts';
import { signingPrefix } from '../crypto/schemes.ts';
import { chainIdOf, decodeGenesis, type Genesis, genesisHash } from '../genesis.ts';
import { encodeHeader, header, headerHashBytes } from '../header.ts';
import { bytes, bytesUpTo } from '../scalars.ts';
import { type CellProof, type ProofResult, verifyAbsence, verifyMembership } from './proof.ts';

/** A genesis has up to 256 calls of 16 KiB and what surrounds them. */
const genesisBytesMax = 5 * 1024 * 1024;

const signedHeaderForm = z.strictObject({
  /** The genesis document in canonical bytes. */
  genesis: bytesUpTo(genesisBytesMax, 1),
  header,
  /** Signature of the header's hash by `signer`. */
  headerSignature: bytes(64),
  /** A sequencer key of the genesis. */
  signer: bytes(32),
});
/** The cell is checked by the proof's own verifier. */
const documentForm = signedHeaderForm.extend({ cell: z.unknown() });

/** What proves that a cell had its value, or none, in the state that a header commits to. All bytes in hex. */
export interface ProofDocument extends Omit<z.output<typeof documentForm>, 'cell'> {
  readonly cell: CellProof;
}

/** Tells whether a signature (64 bytes) of the message is one of the key (32 bytes), by libsodium's or noble's strict rule. */
export type VerifyEd25519 = (publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array) => boolean;

/** The checks in their order. */
export type ProofStepName = 'form' | 'genesis' | 'chainId' | 'engine' | 'signer' | 'signature' | 'cell';
interface ProofStep {
  readonly name: ProofStepName;
  readonly ok: boolean;
}
export interface ProofVerdict {
  readonly ok: boolean;
  /** One sentence that says what is not so; absent when all is. */
  readonly reason?: string;
  /** The checks that were made; the last one failed unless `ok`. */
  readonly steps: readonly ProofStep[];
  /** The proven bytes of the cell in hex, or null for a proven absence. */
  readonly value?: string | null;
}

/** What the header's signer signs: "meritlane/sign" ‖ the header's hash. */
export const headerMessage = (encodedHeader: Uint8Array): Uint8Array =>
  concat(signingPrefix, headerHashBytes(encodedHeader));

/**
 * Checks that a sequencer of the genesis that the reader trusts (its hash, 64 hex digits) signed a header: all of a proof
 * file but its cell. Never throws, whatever JSON it is given.
 */
export const verifySignedHeader = (
  document: unknown,
  trustedGenesisHash: string,
  verifyEd25519: VerifyEd25519,
): ProofVerdict => {
  const steps: ProofStep[] = [];
  const check = (name: ProofStepName, ok: boolean): boolean => {
    steps.push({ name, ok });
    return ok;
  };
  const refuse = (reason: string): ProofVerdict => ({ ok: false, reason, steps });
  const parsed = signedHeaderForm.safeParse(document);
  if (!check('form', parsed.success) || parsed.data === undefined)
    return refuse(`This is not a signed header: ${firstIssue(parsed.error)}.`);
  const { genesis: genesisHex, header: fields, headerSignature, signer } = parsed.data;
  const genesisBytes = fromHex(genesisHex);
  const genesis = genesisHash(genesisBytes) === trustedGenesisHash ? readGenesis(genesisBytes) : undefined;
  if (!check('genesis', genesis !== undefined) || genesis === undefined)
    return refuse('The genesis in the file is not the one that is trusted.');
  if (!check('chainId', fields.chainId === chainIdOf(genesisBytes)))
    return refuse('The header belongs to another chain than the genesis.');
  if (!check('engine', fields.engine === genesis.engine))
    return refuse('The header was made under another version of the rules than the genesis names.');
  if (!check('signer', genesis.sequencers.includes(signer)))
    return refuse('The signer is not a sequencer of the genesis.');
  const message = headerMessage(encodeHeader(fields));
  if (!check('signature', verifyEd25519(fromHex(signer), fromHex(headerSignature), message)))
    return refuse('The signature of the header is false.');
  return { ok: true, steps };
};

/**
 * Checks a proof file against the hash of the genesis that the reader trusts (64 hex digits). Takes keys from nowhere
 * else, so a chain that somebody made for himself proves nothing. Never throws, whatever JSON it is given.
 */
export const verifyProofDocument = (
  document: unknown,
  trustedGenesisHash: string,
  verifyEd25519: VerifyEd25519,
): ProofVerdict => {
  const parsed = documentForm.safeParse(document);
  if (!parsed.success) {
    const reason = `The file is not a proof: ${firstIssue(parsed.error)}.`;
    return { ok: false, reason, steps: [{ name: 'form', ok: false }] };
  }
  const { cell, ...signedHeader } = parsed.data;
  const signed = verifySignedHeader(signedHeader, trustedGenesisHash, verifyEd25519);
  if (!signed.ok) return signed;
  const proven = verifyCell(signedHeader.header.stateRoot, cell);
  const steps = [...signed.steps, { name: 'cell', ok: proven.ok } as const];
  if (!proven.ok) return { ok: false, reason: proven.reason, steps };
  return { ok: true, steps, value: (cell as CellProof).value };
};

/** Checks that the cell has its value under the root, or, where the proof names no value, that it has none. */
export const verifyCell = (stateRoot: string, cell: unknown): ProofResult => {
  const isAbsence = typeof cell === 'object' && cell !== null && 'value' in cell && cell.value === null;
  return isAbsence ? verifyAbsence(stateRoot, cell) : verifyMembership(stateRoot, cell);
};

const readGenesis = (encoded: Uint8Array): Genesis | undefined => {
  try {
    return decodeGenesis(encoded);
  } catch {
    return undefined;
  }
};

const firstIssue = (error: z.ZodError | undefined): string => {
  const issue = error?.issues[0];
  return issue === undefined ? 'it is malformed' : `${issue.path.join('.') || 'the whole'} ${issue.message}`;
};
