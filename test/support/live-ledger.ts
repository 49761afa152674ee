import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { JsonRpcProvider, Wallet } from 'ethers';
import { makeKey, openKey } from '../../cli/keys.js';
import { quickBuild } from '../../scripts/build.js';
import { deployToFile } from '../../scripts/deployment-file.js';
import type { Deployment } from '../../sdk/deployment.js';
import { connectLedger, type Ledger, mine, openProvider } from '../../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, type EmbeddedChain, startEmbeddedChain } from '../../server/chain/embedded.js';
import { type Config, readConfig } from '../../server/config.js';
import { type Service, startService } from '../../server/main.js';
import { placeOf } from '../../server/store-place.js';
import { leiOf } from './lei.js';
import { copyEmptyDatabase } from './pglite-template.js';
import { ON_POSTGRES, testPostgres } from './stores.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** What a CLI call gave. */
export interface CliResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** A whole ledger of its own, on free ports, in a folder that goes with it. */
export interface LiveLedger {
  folder: string;
  chain: EmbeddedChain;
  provider: JsonRpcProvider;
  office: Wallet;
  deployment: Deployment;
  config: Config;
  /** The same settings as an environment, for processes of their own. */
  environment: Record<string, string>;
  /** Bound to the office's key. */
  ledger: Ledger;
  service: Service;
  /** Runs the real CLI in a process of its own. */
  cli(args: string[], key?: string): Promise<CliResult>;
  /** Runs the CLI with `--json` and requires exit code 0. */
  json<T = Record<string, unknown>>(args: string[], key?: string): Promise<T>;
  /** A key that the CLI made. */
  wallet(name: string): Promise<Wallet>;
  /** Gives settlement tokens to an address. */
  fund(address: string, amount: bigint): Promise<void>;
  /** Lets the chain's clock advance. */
  passTime(seconds: number): Promise<void>;
  /** Another node of the same chain. */
  openNode(rpcUrl: string): JsonRpcProvider;
  close(): Promise<void>;
  /** Removes the folder, when the rest is closed already. */
  forget(): Promise<void>;
}

/**
 * Starts chain, contracts and service. Payouts run on demand unless told otherwise, so that a test decides when.
 *
 * @param options.payoutSeconds - Pause between payout runs; 0: on demand.
 * @param options.settings - Further settings of the service.
 */
export async function startLiveLedger(
  options: { feeBps?: number; payoutSeconds?: number; settings?: Record<string, string> } = {},
): Promise<LiveLedger> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-test-'));
  const chain = await startEmbeddedChain({ port: 0, journal: path.join(folder, 'chain.jsonl') });
  const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
  await makeKey(folder, 'office', undefined);
  const wallet = async (name: string) => (await openKey(folder, name, undefined)).connect(provider);
  const office = await wallet('office');
  const deployments = path.join(folder, 'deployments');
  const deployment = await deployToFile(
    office,
    {
      name: 'test',
      chainId: EMBEDDED_CHAIN_ID,
      rpcUrl: chain.url,
      gasPrice: '0',
      notary: office.address,
      office: office.address,
      issuer: office.address,
      auditor: office.address,
      admin: office.address,
      token: { name: 'Test Won', symbol: 'KRW', decimals: 0 },
      feeBps: options.feeBps ?? 100,
      delay: 0,
      founder: { legalName: 'Test Office', scheme: 'LEI', identifier: leiOf('office') },
    },
    quickBuild(),
    deployments,
  );
  const environment = {
    GENBA_NETWORK: 'test',
    GENBA_DATA: folder,
    GENBA_DEPLOYMENTS: deployments,
    GENBA_PORT: '0',
    GENBA_POLL_MS: '20',
    GENBA_PAYOUT_SECONDS: String(options.payoutSeconds ?? 0),
    GENBA_LOG: 'silent',
    ...options.settings,
    ...(ON_POSTGRES ? { DATABASE_URL: await (await testPostgres()).makeDatabase() } : {}),
  };
  const config = readConfig(environment);
  const place = placeOf(config, deployment);
  if ('folder' in place) await copyEmptyDatabase(place.folder);
  const service = await startService(config, deployment);
  const ledger = connectLedger(deployment, office);

  const cli = (args: string[], key?: string): Promise<CliResult> =>
    new Promise((resolve) => {
      const globals = [
        '--network',
        'test',
        '--api',
        live.service.url,
        '--home',
        folder,
        ...(key === undefined ? [] : ['--key', key]),
      ];
      const environment = { ...process.env, GENBA_DEPLOYMENTS: deployments, NO_COLOR: '1' };
      const command = [path.join(ROOT, 'bin', 'genba.mjs'), ...globals, ...args];
      execFile(process.execPath, command, { env: environment, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  const live: LiveLedger = {
    folder,
    chain,
    provider,
    office,
    deployment,
    config,
    environment,
    ledger,
    service,
    cli,
    async json(args, key) {
      const result = await cli(['--json', ...args], key);
      if (result.code !== 0) throw new Error(`genba ${args.join(' ')} ended with ${result.code}: ${result.stderr}`);
      return JSON.parse(result.stdout);
    },
    wallet,
    async fund(address, amount) {
      await mine(ledger.token.mint(address, amount, { gasPrice: 0 }));
    },
    async passTime(seconds) {
      await provider.send('evm_increaseTime', [seconds]);
      await provider.send('evm_mine', []);
    },
    async close() {
      await live.service.close();
      provider.destroy();
      await chain.close();
      await live.forget();
    },
    openNode: (rpcUrl) => openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl }),
    async forget() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return live;
}

/**
 * Admits a company through the CLI, from its own key to the notary's act, and gives it settlement tokens.
 *
 * @returns The member id.
 */
export async function admitCompany(live: LiveLedger, key: string, legalName: string, tokens = 10_000_000n): Promise<number> {
  const request = path.join(live.folder, `${key}.request.json`);
  const { address } = await live.json<{ address: string }>(['key', 'new', key, '--no-password']);
  await live.json(
    ['member', 'request', '--legal-name', legalName, '--scheme', 'LEI', '--identifier', leiOf(key), '--out', request],
    key,
  );
  const { memberId } = await live.json<{ memberId: number }>(['member', 'admit', request], 'office');
  await live.fund(address, tokens);
  return memberId;
}
