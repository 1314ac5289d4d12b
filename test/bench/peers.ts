/** What other chains reach: measured on one other machine of two cores while this one was designed, or published by their authors. */

/** That machine: libsodium verified 46,000 signatures a second on its two cores, OpenSSL 21,300. */
export const peersOpensslPerSecond = 21_300;

interface Peer {
  readonly name: string;
  readonly load: string;
  readonly perSecond: string;
  /** ÷ what OpenSSL verifies a second on the same machine. */
  readonly ofOpenssl: string;
  readonly cpuUs: string;
  readonly signatures: string;
  readonly stored: string;
  readonly parallel: string;
}

const peer = (
  name: string,
  load: string,
  perSecond: string,
  ofOpenssl: string,
  cpuUs: string,
  [signatures, stored, parallel]: readonly [string, string, string],
): Peer => ({ name, load, perSecond, ofOpenssl, cpuUs, signatures, stored, parallel });

/** 20,000 transactions of 5,000 senders each unless its authors’ tools allow only fewer. */
export const measuredPeers: readonly Peer[] = [
  peer('litesvm 1.5.0 (Solana’s machine in process)', 'SOL transfer', '16,721', '0.78', '67', [
    'yes',
    'no',
    'no',
  ]),
  peer('litesvm 1.5.0', 'SPL token transfer', '13,465', '0.63', '85', ['yes', 'no', 'no']),
  peer('anvil 1.7.1', 'ETH transfer', '10,216', '0.48', '162', ['yes', 'no', '1.6 cores']),
  peer('anvil 1.7.1', 'ERC-20 transfer', '5,873–9,757', '0.28–0.46', '165', ['yes', 'no', '1.6 cores']),
  peer('anvil 1.7.1', 'Governor castVote', '7,636', '0.36', '191', ['yes', 'no', '1.6 cores']),
  peer(
    'Hardhat 3.18',
    'ETH, ERC-20, castVote (at least)',
    '2,493, 2,077, 1,298',
    '0.12, 0.10, 0.06',
    '420–750',
    ['yes', 'no', 'no'],
  ),
  peer('Cosmos SDK 0.55', 'transfer, one after another', '1,993', '0.09', '584', [
    'yes, twice',
    'goleveldb',
    'no',
  ]),
  peer('Cosmos SDK 0.55', 'transfer, Block-STM, 2 workers', '2,240', '0.11', '677', ['yes', 'yes', 'yes']),
  peer('Cosmos SDK 0.55', 'governance vote, 2 workers (at least)', '1,746', '0.08', '680', [
    'yes',
    'yes',
    'yes',
  ]),
  peer('@ethereumjs/vm 10.1.3', 'ETH transfer', '295–493', '0.01–0.02', '2,000–3,600', ['yes', 'no', 'no']),
  peer('CometBFT 1.0.1 kvstore, 1 validator', 'key and value', '18,877–32,320', '–', '40–50', [
    'no',
    'yes',
    'no',
  ]),
  peer('CometBFT 1.0.1 kvstore, 4 validators', 'key and value', '9,054–9,520', '–', '170–180', [
    'no',
    'yes',
    'no',
  ]),
];

/** Name, figure, hardware and source of what others published of themselves. */
export const publishedPeers: readonly (readonly [
  name: string,
  figure: string,
  hardware: string,
  source: string,
])[] = [
  [
    'Aptos Block-STM',
    '170,000 transfers/s, execution alone',
    '32 threads, in memory, no signatures',
    'arXiv 2203.06871',
  ],
  [
    'Aptos, whole node',
    '20,800 transfers/s; 7,400 where all change one resource',
    'EPYC 9554, 64 cores',
    'gist dconroy/b72978f6',
  ],
  [
    'Solana / Agave',
    '42,000–45,000/s on average; 17,800 in one conflict group',
    'one node, bench-tps',
    'solana-labs/solana #32981',
  ],
  ['Sui', '5,414/s seen on its main net', 'main net', 'blog.sui.io'],
  ['Sei v2', '2,500–3,500/s seen', 'validator', 'blog.sei.io'],
  ['NEAR', 'about 14,000/s a shard (1 million over 70)', '8-core machines', 'blog.nearone.org 2025-12-11'],
  ['Hyperledger Fabric', '3,000 → 20,000/s', 'separate machines', 'arXiv 1901.00910'],
  [
    'RISE pevm',
    '844,000 transfers/s, execution alone',
    '32 vCPU, in memory, no signatures',
    'risechain/pevm',
  ],
];
