import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Contract, Wallet } from 'ethers';
import { keepKey } from '../../cli/keys.js';
import { networkFolder } from '../../scripts/network/network-file.js';
import { connectLedger, gasOverrides, type Ledger, mine } from '../../sdk/ledger.js';
import { openNodePool } from '../../server/chain/node-pool.js';
import { freePort } from './postgres.js';
import { type RealNetwork, startNetwork } from './real-network.js';
import { type SteadyLoad, startLoad } from './steady-load.js';
import { testPostgres } from './stores.js';
import { supervise } from './supervised.js';

const LIST = ['function readAllowList(address) view returns (uint256)'];
const SENDERS = '0x0200000000000000000000000000000000000002';

/** What a service says of itself, as far as these tests ask. */
export interface Health {
  healthy: boolean;
  chain: {
    nodes: { url: string; state: string; used: boolean; problem: string | null }[];
    problem: { code: string; message: string } | null;
  };
  index: { block: number; lag: number };
}

/** A network with the ledger deployed on it, and a service on PostgreSQL that is started again whenever it ends. */
export interface ServedNetwork {
  network: RealNetwork;
  api: string;
  /** Notary, office, issuer and auditor; the admin is another key. */
  office: Wallet;
  admin: Wallet;
  health(): Promise<Health>;
  ledgerOf(wallet: Wallet): Ledger;
  gas(): { gasPrice?: bigint };
  /** Whether the chain itself takes transactions from an address. */
  isSender(address: string): Promise<boolean>;
  sendOne(wallet: Wallet): Promise<unknown>;
  newKey(name: string): Promise<Wallet>;
  loadOf(names: readonly string[]): Promise<SteadyLoad>;
  /** The index says what the contracts say, of every row and every log. */
  requireSameIndex(): Promise<void>;
  /** Every transaction went through, and is in the same block on every validator. */
  requireEverywhere(hashes: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Founds a network, deploys and serves.
 *
 * @param name - The network's.
 */
export async function serveNetwork(name: string): Promise<ServedNetwork> {
  const network = await startNetwork(name);
  const home = networkFolder(path.join(network.folder, 'networks'), name);
  const newKey = async (key: string): Promise<Wallet> => {
    await keepKey(home, key, new Wallet(Wallet.createRandom().privateKey), undefined);
    return network.wallet(key);
  };
  const adminKey = new Wallet(Wallet.createRandom().privateKey);
  await keepKey(home, 'admin', adminKey, undefined);
  const plan = path.join(home, 'plan.json');
  writeFileSync(plan, JSON.stringify({ ...JSON.parse(readFileSync(plan, 'utf8')), admin: adminKey.address }));
  await network.ok(['deploy', '--network', name]);

  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  const database = await (await testPostgres()).makeDatabase();
  Object.assign(network.environment, { DATABASE_URL: database, GENBA_NETWORK: name, GENBA_API: api });
  const pace = { GENBA_PAYOUT_SECONDS: '1', GENBA_GATE_SECONDS: '1' };
  const settings = { ...network.environment, ...pace, GENBA_PORT: String(port), GENBA_LOG: 'silent' };
  const service = supervise('bin/genba.mjs', ['serve', '--network', name], settings);

  const deployment = network.deployment();
  const gas = () => gasOverrides(deployment);
  const list = new Contract(SENDERS, LIST, network.pool().provider);
  const running = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const one of network.validators()) if (await network.head(one.rpc).catch(() => undefined)) found.push(one.name);
    return found;
  };
  const served: ServedNetwork = {
    network,
    api,
    office: await network.wallet('office'),
    admin: await network.wallet('admin'),
    health: async () => (await fetch(`${api}/health`)).json() as Promise<Health>,
    ledgerOf: (wallet) => connectLedger(deployment, wallet),
    gas,
    isSender: async (address) => (await list.getFunction('readAllowList')(address)) !== 0n,
    // With a gas limit: a node that is asked for an estimate calls the contract first.
    sendOne: (wallet) => mine(served.ledgerOf(wallet).token.transfer(wallet.address, 0n, { ...gas(), gasLimit: 200_000 })),
    newKey,
    async loadOf(names) {
      return startLoad(await Promise.all(names.map((key) => network.wallet(key))), deployment);
    },
    async requireSameIndex() {
      await until(async () => (await served.health()).index.block >= (await network.agree(await running())));
      expect(await network.ok(['db', 'check'])).to.include('index and contracts agree');
    },
    async requireEverywhere(hashes) {
      await network.agree();
      const blocks = new Set<string>();
      for (const { rpc } of network.validators()) {
        const pool = openNodePool(deployment, [rpc]);
        const receipts = await Promise.all(hashes.map((hash) => pool.provider.getTransactionReceipt(hash)));
        pool.close();
        expect(receipts.filter((one) => one?.status !== 1)).to.deep.equal([]);
        blocks.add(receipts.map((one) => one?.blockHash).join());
      }
      expect(blocks.size).to.equal(1);
    },
    async stop() {
      await service.stop();
      await network.remove();
    },
  };
  await until(async () => (await served.health()).healthy);
  return served;
}

/** Waits for something that comes by itself. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await sleep(200);
}
