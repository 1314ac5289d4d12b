/** The folder that a CometBFT process works in: its keys, its genesis and its settings, written by us, so that no binary is needed to make one. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex } from '../../crypto/bytes.ts';
import { publicKeyOfSeed } from '../../crypto/ed25519.ts';

/** A validator as the genesis of CometBFT names it. */
interface CometValidator {
  readonly name: string;
  /** Hex of 32 bytes (ed25519). */
  readonly publicKey: string;
  readonly power: number;
}
export interface CometNetwork {
  readonly chainId: string;
  /** Milliseconds since 1970. */
  readonly genesisTime: number;
  readonly validators: readonly CometValidator[];
}
/** Where one process listens, and whom it talks to. */
export interface CometPlace {
  readonly host: string;
  readonly p2pPort: number;
  readonly rpcPort: number;
  readonly abciPort: number;
  /** `<node id>@<host>:<port>` of the others. */
  readonly peers: readonly string[];
}

/** A block of ours with its framing, and room for the commit. */
const blockBytes = 16 * 1024 * 1024;
const batchBytes = 9 * 1024 * 1024;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const addressOf = (publicKey: Uint8Array): Buffer =>
  createHash('sha256').update(publicKey).digest().subarray(0, 20);
/** The id under which peers know a node, by its node key. */
export const cometNodeId = (nodeSecret: Uint8Array): string =>
  addressOf(publicKeyOfSeed(nodeSecret)).toString('hex');

const publicJson = (publicKey: Uint8Array) => ({
  type: 'tendermint/PubKeyEd25519',
  value: base64(publicKey),
});
const secretJson = (seed: Uint8Array) => ({
  type: 'tendermint/PrivKeyEd25519',
  value: base64(Buffer.concat([seed, publicKeyOfSeed(seed)])),
});
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const genesisJson = ({ chainId, genesisTime, validators }: CometNetwork): string =>
  json({
    genesis_time: new Date(genesisTime).toISOString(),
    chain_id: chainId,
    initial_height: '1',
    consensus_params: {
      block: { max_bytes: String(blockBytes), max_gas: '-1' },
      evidence: { max_age_num_blocks: '100000', max_age_duration: '172800000000000', max_bytes: '1048576' },
      validator: { pub_key_types: ['ed25519'] },
      version: { app: '0' },
      abci: { vote_extensions_enable_height: '0' },
    },
    validators: validators.map(({ name, publicKey, power }) => ({
      address: addressOf(fromHex(publicKey)).toString('hex').toUpperCase(),
      pub_key: publicJson(fromHex(publicKey)),
      power: String(power),
      name,
    })),
    app_hash: '',
  });

/**
 * Settings for blocks when there is work and none without: measured at four validators on one machine, commits take a
 * twentieth of the time that the defaults take. All operators of a network use the same timeouts.
 */
const configToml = ({
  host,
  p2pPort,
  rpcPort,
  abciPort,
  peers,
}: CometPlace): string => `# Written by Meritlane.
proxy_app = "tcp://127.0.0.1:${abciPort}"
abci = "socket"
log_level = "error"

[rpc]
laddr = "tcp://127.0.0.1:${rpcPort}"
max_body_bytes = ${2 * batchBytes}

[p2p]
laddr = "tcp://${host}:${p2pPort}"
persistent_peers = "${peers.join(',')}"
addr_book_strict = false
allow_duplicate_ip = true
flush_throttle_timeout = "2ms"
send_rate = 104857600
recv_rate = 104857600
max_packet_msg_payload_size = 65536

[mempool]
recheck = false
max_tx_bytes = ${batchBytes}
max_txs_bytes = ${16 * batchBytes}
cache_size = 10000

[consensus]
timeout_propose = "3s"
timeout_propose_delta = "500ms"
timeout_prevote = "500ms"
timeout_prevote_delta = "200ms"
timeout_precommit = "500ms"
timeout_precommit_delta = "200ms"
timeout_commit = "0s"
skip_timeout_commit = true
create_empty_blocks = false
peer_gossip_sleep_duration = "5ms"
peer_query_maj23_sleep_duration = "250ms"

[tx_index]
indexer = "null"
`;

/**
 * Makes the folder of a validator. `data/priv_validator_state.json` is written once and never again: whoever sets it back
 * may sign two blocks of one height. Throws where the folder has one already.
 */
export const makeCometHome = (
  home: string,
  keys: { readonly validator: Uint8Array; readonly node: Uint8Array },
  network: CometNetwork,
  place: CometPlace,
): void => {
  mkdirSync(join(home, 'config'), { recursive: true, mode: 0o700 });
  mkdirSync(join(home, 'data'), { recursive: true, mode: 0o700 });
  const publicKey = publicKeyOfSeed(keys.validator);
  const write = (path: string, text: string): void =>
    writeFileSync(join(home, path), text, { mode: 0o600, flag: 'wx' });
  write('data/priv_validator_state.json', json({ height: '0', round: 0, step: 0 }));
  write('config/genesis.json', genesisJson(network));
  write(
    'config/priv_validator_key.json',
    json({
      address: addressOf(publicKey).toString('hex').toUpperCase(),
      pub_key: publicJson(publicKey),
      priv_key: secretJson(keys.validator),
    }),
  );
  write('config/node_key.json', json({ priv_key: secretJson(keys.node) }));
  write('config/config.toml', configToml(place));
};
