import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PLUGIN_FOLDER } from './engine.js';
import { type Network, type OwnValidator, writeJson } from './network-file.js';

/** Facts about nodes, chain and genesis. */
const SETTINGS = path.resolve(import.meta.dirname, '..', '..', 'network', 'settings');

/** A file of `network/settings/`. */
export function readSettings(name: 'node' | 'chain' | 'genesis' | 'lists'): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(SETTINGS, `${name}.json`), 'utf8'));
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** Where a validator of this machine answers on this machine. */
export function ownUrl({ httpHost, httpPort }: Pick<OwnValidator, 'httpHost' | 'httpPort'>): string {
  const host = httpHost === '0.0.0.0' || httpHost === '' ? '127.0.0.1' : httpHost;
  return `http://${bracketed(host)}:${httpPort}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

/** As `network/engine/platform` gives it to each. */
export const WEIGHT = 100;

/** How many votes are asked for in a poll, and how many of them have to agree. */
interface Poll {
  k: number;
  alphaPreference: number;
  alphaConfidence: number;
}

/**
 * A poll among so few. Votes are drawn by weight, so nearly all of the weight that can be relied on is drawn: everybody is asked, in nearly
 * their true parts. What has to agree lies half a validator below the share of those who are left when as many are away as may be.
 *
 * @param count - Of validators.
 * @param drawn - Votes a poll; all that may not be away, unless said.
 * @returns With ⌊(count−1)/3⌋ validators away the others agree; with one more, no poll succeeds.
 */
export function pollAmong(count: number, drawn?: number): Poll {
  const left = count - Math.floor((count - 1) / 3);
  const k = drawn ?? WEIGHT * left;
  const alphaPreference = Math.floor(k / 2) + 1;
  return { k, alphaPreference, alphaConfidence: Math.max(alphaPreference, Math.ceil((k * (left - 0.5)) / count)) };
}

/** Votes a poll on the platform chain, where stakes are so large that a vote is drawn like any other. */
const PLATFORM_VOTES = 400;

/** Consensus of the ledger's chain (Snowman). */
function consensusOf(count: number): Record<string, number> {
  return {
    ...pollAmong(count),
    beta: 8,
    concurrentRepolls: 4,
    optimalProcessing: 10,
    maxOutstandingItems: 256,
    maxItemProcessingTime: 30_000_000_000,
  };
}

/** Consensus of the platform chain, as the node's own settings have it. */
function platformConsensus(count: number): Record<string, number> {
  const { alphaConfidence, alphaPreference, k } = pollAmong(count, PLATFORM_VOTES);
  return {
    'snow-sample-size': k,
    'snow-preference-quorum-size': alphaPreference,
    'snow-confidence-quorum-size': alphaConfidence,
  };
}

/** Where a validator of this machine listens. */
type Listening = Pick<OwnValidator, 'host' | 'stakingPort' | 'httpHost' | 'httpPort' | 'url'>;

/** What every node of a machine is told, whatever it runs for. */
function ownSettings(home: string, own: Listening): Record<string, unknown> {
  return {
    ...readSettings('node'),
    'data-dir': home,
    'plugin-dir': PLUGIN_FOLDER,
    'http-host': own.httpHost,
    'http-port': own.httpPort,
    'staking-host': own.host === '127.0.0.1' ? '127.0.0.1' : '',
    'staking-port': own.stakingPort,
    'public-ip': own.host,
    ...(own.url === undefined ? {} : { 'http-allowed-hosts': ['localhost', new URL(own.url).hostname] }),
  };
}

/**
 * Writes the settings of a node that only makes its keys: it knows nobody, and keeps nothing else.
 *
 * @param home - The validator's folder.
 * @returns The file.
 */
export function writeLonelySettings(home: string, own: Listening): string {
  const file = path.join(home, 'node.json');
  const alone = { 'network-id': 'local', 'sybil-protection-enabled': false, 'bootstrap-ids': '', 'bootstrap-ips': '' };
  writeJson(file, { ...ownSettings(home, own), ...alone });
  return file;
}

/**
 * Writes the settings of a validator's node.
 *
 * @param home - The validator's folder.
 * @returns The file.
 */
export function writeNodeSettings(home: string, own: OwnValidator, network: Network): string {
  const file = path.join(home, 'node.json');
  const { subnetId, blockchainId, validators } = network;
  writeJson(file, {
    ...ownSettings(home, own),
    ...platformConsensus(validators.length),
    'network-id': network.networkId,
    'genesis-file-content': base64(network.genesis),
    // A starting node waits for three quarters of these. It is one of them itself: without it, one of four that is away would keep the others
    // from ever starting again.
    'bootstrap-ids': validators.map((one) => one.nodeId).join(','),
    'bootstrap-ips': validators.map((one) => `${bracketed(one.host)}:${one.stakingPort}`).join(','),
    'track-subnets': subnetId,
    'subnet-config-content': base64({
      [subnetId]: { consensusParameters: consensusOf(validators.length), proposerMinBlockDelay: 0 },
    }),
    'chain-config-content': base64({ [blockchainId]: { Config: base64(readSettings('chain')), Upgrade: null } }),
  });
  return file;
}
