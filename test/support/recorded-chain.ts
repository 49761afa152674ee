import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { id, type JsonRpcProvider, Wallet } from 'ethers';
import type { Role } from '../../scripts/demo/cast.js';
import { DEMO_KEYS } from '../../scripts/demo/demo.js';
import { playPast } from '../../scripts/demo/past.js';
import { openRecord } from '../../scripts/demo/recorded-acts.js';
import { writeSamples } from '../../scripts/demo/sample-data.js';
import { deployEmbedded } from '../../scripts/embedded-deployment.js';
import { contractsOf, type Deployment } from '../../sdk/deployment.js';
import { openProvider } from '../../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../../server/chain/embedded.js';

/** A log and a header as JSON-RPC has them. */
export type RpcLog = Record<'address' | 'data' | 'blockNumber' | 'blockHash' | 'transactionHash' | 'logIndex', string> & {
  topics: string[];
};
export type RpcHeader = Record<'number' | 'hash' | 'parentHash' | 'timestamp' | 'logsBloom', string>;

/** What really happened on a chain: its blocks in order, each with the logs of our contracts. */
export interface RecordedChain {
  deployment: Deployment;
  blocks: { header: RpcHeader; logs: RpcLog[] }[];
}

const DAYS = 30;
const DAY_MS = 86_400_000;

let recorded: Promise<RecordedChain> | undefined;

/** Plays the first days of the demo consortium on the embedded chain, and keeps what the chain says of it; once in a process. */
export function recordChain(): Promise<RecordedChain> {
  recorded ??= record();
  return recorded;
}

async function record(): Promise<RecordedChain> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-recorded-'));
  const chain = await startEmbeddedChain({ port: 0, past: new Date(Date.now() - (DAYS + 1) * DAY_MS) });
  const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
  try {
    const wallet = (name: string) => new Wallet(id(`recorded ${name}`), provider);
    const wallets = Object.fromEntries([...DEMO_KEYS, 'runner' as const].map((name) => [name, wallet(name)])) as Record<
      Role | 'runner',
      Wallet
    >;
    const holders = { notary: wallets.notary, issuer: wallets.bank, auditor: wallets.auditor };
    const folders = { own: path.join(folder, 'own'), shared: path.join(folder, 'shared') };
    const deployment = await deployEmbedded(wallet('office'), holders, chain.url, folders);
    const samples = path.join(folder, 'samples');
    writeSamples(samples);
    const act = openRecord(provider, path.join(folder, 'record.txt'));
    const first = await provider.getBlock(0);
    await playPast({ act, deployment, wallets, samples }, first?.timestamp ?? 0, DAYS, () => {});
    return { deployment, blocks: await readBlocks(provider, deployment) };
  } finally {
    provider.destroy();
    await chain.close();
    rmSync(folder, { recursive: true });
  }
}

async function readBlocks(provider: JsonRpcProvider, deployment: Deployment): Promise<RecordedChain['blocks']> {
  const head = await provider.getBlockNumber();
  const address = Object.values(contractsOf(deployment));
  const blocks: RecordedChain['blocks'] = [];
  for (let block = 0; block <= head; block++) {
    const at = `0x${block.toString(16)}`;
    const header = (await provider.send('eth_getBlockByNumber', [at, false])) as RpcHeader;
    const logs = (await provider.send('eth_getLogs', [{ address, fromBlock: at, toBlock: at }])) as RpcLog[];
    blocks.push({ header, logs });
  }
  return blocks;
}
