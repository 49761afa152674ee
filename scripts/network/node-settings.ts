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

/**
 * Consensus among so few: every validator is asked each time, and one that is away must not be needed.
 *
 * @param count - Of validators.
 * @returns The parameters of Snowman: with ⌊(count−1)/3⌋ validators away the others still agree; with more the chain stands still.
 */
export function consensusOf(count: number): Record<string, number> {
  const mayFail = Math.floor((count - 1) / 3);
  return {
    k: count,
    alphaPreference: Math.floor(count / 2) + 1,
    alphaConfidence: Math.max(Math.floor(count / 2) + 1, count - mayFail),
    beta: 8,
    concurrentRepolls: 4,
    optimalProcessing: 10,
    maxOutstandingItems: 256,
    maxItemProcessingTime: 30_000_000_000,
  };
}

/** What every node of a machine is told, whatever it runs for. */
function ownSettings(home: string, own: OwnValidator): Record<string, unknown> {
  return {
    ...readSettings('node'),
    'data-dir': home,
    'plugin-dir': PLUGIN_FOLDER,
    'http-host': own.httpHost,
    'http-port': own.httpPort,
    'staking-host': own.host === '127.0.0.1' ? '127.0.0.1' : '',
    'staking-port': own.stakingPort,
    'public-ip': own.host,
  };
}

/**
 * Writes the settings of a node that only makes its keys: it knows nobody, and keeps nothing else.
 *
 * @param home - The validator's folder.
 * @returns The file.
 */
export function writeLonelySettings(home: string, own: OwnValidator): string {
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
  const others = validators.filter((one) => one.nodeId !== own.nodeId);
  writeJson(file, {
    ...ownSettings(home, own),
    'network-id': network.networkId,
    'genesis-file-content': base64(network.genesis),
    'bootstrap-ids': others.map((one) => one.nodeId).join(','),
    'bootstrap-ips': others.map((one) => `${one.host.includes(':') ? `[${one.host}]` : one.host}:${one.stakingPort}`).join(','),
    'track-subnets': subnetId,
    'subnet-config-content': base64({
      [subnetId]: { consensusParameters: consensusOf(validators.length), proposerMinBlockDelay: 0 },
    }),
    'chain-config-content': base64({ [blockchainId]: { Config: base64(readSettings('chain')), Upgrade: null } }),
  });
  return file;
}
