/** `proofs get` and `proofs verify`: the second needs no node, only a genesis hash that its reader trusts. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { collectionName } from '#chain/access.ts';
import { decodeValue } from '#chain/codec.ts';
import { fromHex } from '#chain/crypto/bytes.ts';
import { verifyEd25519 } from '#chain/crypto/ed25519.ts';
import { type ProofDocument, verifyProofDocument } from '#chain/proofs/proofDocument.ts';
import { createRegistry } from '#chain/registry.ts';
import { modules } from '#governance/modules.ts';
import {
  type CliEnvironment,
  type CommonOptions,
  clientOf,
  common,
  homeOf,
  pathFrom,
  print,
} from './cliContext.ts';
import { cliError } from './cliError.ts';
import { pinChain, trustedGenesis } from './trustedChains.ts';

const getProof =
  (environment: CliEnvironment) =>
  async (options: CommonOptions & { contribution: string; out: string }): Promise<void> => {
    const client = clientOf(environment, options);
    await pinChain(homeOf(environment), client);
    const proof = await client.contributionProof(options.contribution);
    await writeFile(pathFrom(environment, options.out), `${JSON.stringify(proof)}\n`);
    const { chainId, height } = proof.header;
    print(environment, options, { id: options.contribution, out: options.out, chainId, height });
  };

/** The proven value in JSON form, where this version knows its collection. */
const provenValue = (document: ProofDocument): object => {
  const { key, value } = document.cell;
  const collection = collectionName(fromHex(key));
  const definition = createRegistry(modules).collections.get(collection);
  if (definition === undefined || value === null || definition.checkpointed) return { collection, value };
  return { collection, value: z.encode(definition.value, decodeValue(definition.codec, fromHex(value))) };
};

const verifyProof =
  (environment: CliEnvironment) =>
  async (file: string, options: CommonOptions & { genesis?: string }): Promise<void> => {
    const text = await readFile(pathFrom(environment, file), 'utf8').catch((error: Error) => {
      throw cliError('cli.noFile', error.message);
    });
    let document: unknown;
    try {
      document = JSON.parse(text);
    } catch {
      throw cliError('cli.badJson', file);
    }
    const chainId = (document as { header?: { chainId?: unknown } } | null)?.header?.chainId;
    const named = typeof chainId === 'string' ? chainId : '';
    const trusted = options.genesis ?? trustedGenesis(homeOf(environment), named);
    if (trusted === undefined) throw cliError('cli.noTrustedGenesis', named);
    const verdict = verifyProofDocument(document, trusted, verifyEd25519);
    if (!verdict.ok) throw cliError('cli.proofFalse', verdict.reason ?? '');
    const proof = document as ProofDocument;
    const { height, stateRoot } = proof.header;
    const facts = { chainId: named, genesisHash: trusted, height, stateRoot, ...provenValue(proof) };
    print(environment, options, { ok: true, steps: verdict.steps, ...facts });
  };

export const addProofCommands = (environment: CliEnvironment, program: Command): void => {
  const group = program.command('proofs').description('Proofs that need no trust in who gives them.');
  common(group.command('get'))
    .description('Write the proof of a contribution to a file.')
    .requiredOption('--contribution <id>', 'the contribution')
    .requiredOption('--out <path>', 'where to write it')
    .action(getProof(environment));
  common(group.command('verify'))
    .description('Check a proof file without a node; exits with 1 where it is false.')
    .argument('<file>', 'the proof file')
    .option('--genesis <hash>', 'the trusted hash of the genesis; the one of first contact unless given')
    .action(verifyProof(environment));
};
