/** The first state: the calls of a genesis document, run one after another without signatures. */
import { chainParameters } from '../chainState.ts';
import { decodeValue, encodeValue } from '../codec.ts';
import { fromHex } from '../crypto/bytes.ts';
import { Invalid } from '../errors.ts';
import { callId, decodeGenesis, type Genesis, genesisTransactionId } from '../genesis.ts';
import { kindOf, type Registry } from '../registry.ts';
import { prepare } from '../runtime.ts';
import type { ChainFacts, TransactionResult } from './block.ts';
import { PlainState, SerialBlock } from './executeBlock.ts';

/** What stays the same for all blocks of the chain that a genesis document begins. */
export const factsOf = (chainId: string, genesis: Genesis): ChainFacts => ({
  chainId,
  genesisTime: genesis.time,
  parameters: genesis.parameters,
  rpIds: genesis.rpIds,
});

/**
 * Runs the calls at height 0, each seeing what earlier ones closed with, so that one call may spend what another gave.
 * Throws `Invalid` naming the first call that is rejected.
 */
export const executeGenesis = (registry: Registry, facts: ChainFacts, encoded: Uint8Array) => {
  const genesis = decodeGenesis(encoded);
  const state = new PlainState();
  const place = { height: 0, time: genesis.time };
  const parametersValue = { unbondingMinMs: genesis.parameters.unbondingMinMs };
  const { collection, key } = chainParameters.read();
  state.apply([{ key, value: encodeValue(collection.codec, parametersValue) }]);
  const results = genesis.calls.map((call, index): TransactionResult => {
    const kind = kindOf(registry, call.kind);
    const payload = decodeValue(kind.payload, fromHex(call.payload));
    const id = callId(genesisTransactionId, index);
    const block = new SerialBlock(state, facts, place);
    const result = block.run(prepare(registry, { kind, sender: call.sender, payload, id }), index);
    if (result.status !== 'applied')
      throw new Invalid(
        'chain.malformed',
        `Call ${index} of genesis (${call.kind}) was rejected: ${result.code}.`,
      );
    state.apply(block.writes());
    return result;
  });
  return { state, results, stateRoot: state.root() };
};
