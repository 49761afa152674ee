import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { id, Wallet } from 'ethers';
import { quickBuild } from '../../scripts/build.js';
import { deployLedger } from '../../scripts/deploy-ledger.js';
import { CONTRACT_INTERFACES } from '../../sdk/contract-interfaces.js';
import { type ContractName, contractsOf, type Deployment } from '../../sdk/deployment.js';
import { openProvider } from '../../sdk/ledger.js';
import { type Call, hex, type JsonRpc, openJsonRpc } from './json-rpc.js';
import { type Deed, type LifeSize, marketLife } from './market-life.js';
import { ROOT, WORK } from './places.js';
import { type Anvil, BENCH_CHAIN_ID, runAnvil } from './run-anvil.js';
import { createTally, grossOf, type Tally, type Totals } from './totals.js';

const OFFICE = 'index bench office';
const BLOCK_SECONDS = 2;
const LOOK_EVERY_BLOCKS = 100;
const TX_GAS = 3_000_000;
/** Roughly, in the mean. */
const EVENTS_PER_BLOCK = 38;
/** A life small enough to be looked at each time: a chain whose filling has changed is not used again. */
const SAMPLE = { size: { members: 20, datasets: 30, blocks: 40 }, blocks: 60 };

/** A filled chain. */
export interface Manifest {
  /** What it was made from. */
  madeFrom: string;
  deployment: Deployment;
  /** The last block. */
  head: number;
  transactions: number;
  events: number;
  datasets: number;
  members: number;
  totals: Totals;
  /** How long it took to fill it, and to save it. */
  fillSeconds: number;
  saveSeconds: number;
}

/** A filled chain that is on the disk. */
export interface SavedChain {
  file: string;
  manifest: Manifest;
}

/**
 * Fills a chain through our contracts and saves it, unless that was done before from the same contracts.
 *
 * @param events - Least number of events.
 * @param say - Told what takes long.
 */
export async function filledChain(events: number, say: (line: string) => void): Promise<SavedChain> {
  const folder = path.join(WORK, 'chains', String(events));
  const file = path.join(folder, 'state.json');
  const manifestFile = path.join(folder, 'manifest.json');
  const size = sizeOf(events);
  const madeFrom = await fingerprint(size);
  if (existsSync(file) && existsSync(manifestFile)) {
    const manifest: Manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
    if (manifest.madeFrom === madeFrom) return { file, manifest };
    say('the contracts or the filling changed: the chain is filled anew');
  }
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const partial = `${file}.partial`;
  say(`filling a chain with ${events.toLocaleString('en-US')} events …`);
  const anvil = await runAnvil({ save: partial });
  try {
    const filled = await fill(anvil, events, size, say);
    const started = performance.now();
    await anvil.stop();
    renameSync(partial, file);
    const saveSeconds = (performance.now() - started) / 1000;
    const manifest = { madeFrom, ...filled, saveSeconds };
    writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
    const { head, transactions } = manifest;
    say(
      `${manifest.events.toLocaleString('en-US')} events in ${head} blocks and ${transactions} transactions, filled in ${filled.fillSeconds.toFixed(0)} s, ` +
        `saved in ${saveSeconds.toFixed(0)} s (${(statSync(file).size / 1e6).toFixed(0)} MB)`,
    );
    return { file, manifest };
  } finally {
    await anvil.stop();
  }
}

/** What a chain is made from: the contracts, how they are deployed, and how the life goes. */
async function fingerprint(size: LifeSize): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([quickBuild(), size, BLOCK_SECONDS]));
  hash.update(readFileSync(path.join(ROOT, 'scripts', 'deploy-ledger.ts')));
  const contracts = Object.fromEntries(Object.keys(CONTRACT_INTERFACES).map((name) => [name, id(name).slice(0, 42)]));
  const life = marketLife({ chainId: BENCH_CHAIN_ID, contracts } as Deployment, new Wallet(id(OFFICE)), SAMPLE.size);
  for (let block = 0; block < SAMPLE.blocks; block++) {
    hash.update(JSON.stringify((await life.next()).value, (_, value) => (typeof value === 'bigint' ? String(value) : value)));
  }
  return hash.digest('hex');
}

function sizeOf(events: number): LifeSize {
  return {
    blocks: Math.ceil(events / EVENTS_PER_BLOCK),
    datasets: Math.min(3_000, Math.ceil(events / 130)),
    members: Math.min(1_000, Math.ceil(events / 400)),
  };
}

async function fill(
  anvil: Anvil,
  events: number,
  size: LifeSize,
  say: (line: string) => void,
): Promise<Omit<Manifest, 'madeFrom' | 'saveSeconds'>> {
  const started = performance.now();
  const node = openJsonRpc(anvil.url);
  const deployment = await foundLedger(anvil);
  const tally = createTally();
  let [counted, head, transactions, paid] = [-1, 0, 0, 0n];
  const countTo = async (block: number) => {
    await count(node, deployment, counted + 1, block, tally);
    counted = block;
  };
  head = Number(await node.call('eth_blockNumber'));
  for await (const block of playLife(anvil, deployment, size)) {
    head++;
    transactions += block.length;
    for (const deed of block) paid += deed.paid ?? 0n;
    if (head % LOOK_EVERY_BLOCKS > 0) continue;
    await countTo(head);
    if (head % (LOOK_EVERY_BLOCKS * 10) === 0) say(`block ${head}, ${tally.events().toLocaleString('en-US')} events`);
    if (tally.events() >= events) break;
  }
  const actual = Number(await node.call('eth_blockNumber'));
  if (actual !== head) throw new Error(`the chain has ${actual} blocks, not ${head}`);
  const totals = tally.totals();
  // What was sent and what the chain says must be the same: then no transaction failed.
  if (grossOf(totals) !== paid) throw new Error(`buyers paid ${grossOf(totals)}, not ${paid}: purchases failed`);
  return {
    deployment,
    head,
    transactions,
    events: tally.events(),
    datasets: totals.counts['DatasetRegistry.DatasetRegistered'] ?? 0,
    members: totals.counts['MemberRegistry.MemberAdmitted'] ?? 0,
    totals,
    fillSeconds: (performance.now() - started) / 1000,
  };
}

/** Deploys a ledger on an empty chain, which from then on makes a block when it is told to. */
export async function foundLedger({ url }: Anvil): Promise<Deployment> {
  const node = openJsonRpc(url);
  await node.call('anvil_setBlockTimestampInterval', [BLOCK_SECONDS]);
  const provider = openProvider({ chainId: BENCH_CHAIN_ID, rpcUrl: url });
  await node.call('evm_setAutomine', [true]);
  const deployment = await deploy(new Wallet(id(OFFICE), provider), url);
  await node.call('evm_setAutomine', [false]);
  provider.destroy();
  return deployment;
}

/** Plays a market's life on a chain, block by block; each is mined when it is given. */
export async function* playLife({ url }: Anvil, deployment: Deployment, size: LifeSize): AsyncGenerator<Deed[]> {
  const node = openJsonRpc(url);
  const office = new Wallet(id(OFFICE));
  const nonces = new Map([[office.address, Number(await node.call('eth_getTransactionCount', [office.address, 'latest']))]]);
  for await (const block of marketLife(deployment, office, size)) {
    const calls: Call[] = block.map(({ data, from, to }) => {
      const nonce = nonces.get(from) ?? 0;
      nonces.set(from, nonce + 1);
      return ['eth_sendTransaction', [{ from, to, data, nonce: hex(nonce), gas: hex(TX_GAS), gasPrice: '0x0' }]];
    });
    await node.batch([...calls, ['evm_mine', []]]);
    yield block;
  }
}

function deploy(office: Wallet, rpcUrl: string): Promise<Deployment> {
  const { address } = office;
  const plan = {
    name: 'bench',
    chainId: BENCH_CHAIN_ID,
    rpcUrl,
    gasPrice: '0',
    notary: address,
    office: address,
    issuer: address,
    auditor: address,
    admin: address,
    token: { name: 'Bench Won', symbol: 'KRW', decimals: 0 },
    feeBps: 100,
    delay: 0,
    founder: { legalName: 'Bench Office', scheme: 'BENCH', identifier: 'OFFICE' },
  };
  return deployLedger(office, plan, quickBuild(), {}, () => {});
}

/** Adds the events of some blocks. */
async function count(node: JsonRpc, deployment: Deployment, from: number, to: number, tally: Tally): Promise<void> {
  const contracts = contractsOf(deployment);
  const nameOf = new Map(Object.entries(contracts).map(([name, address]) => [address.toLowerCase(), name as ContractName]));
  const logs = await node.call<{ address: string; topics: string[]; data: string }[]>('eth_getLogs', [
    { address: Object.values(contracts), fromBlock: hex(from), toBlock: hex(to) },
  ]);
  for (const log of logs) {
    const contract = nameOf.get(log.address.toLowerCase()) as ContractName;
    const event = CONTRACT_INTERFACES[contract].parseLog(log);
    if (event === null) throw new Error(`${contract} has an event that its interface does not know`);
    tally.add(contract, event);
  }
}
