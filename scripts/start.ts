import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Wallet } from 'ethers';
import { makeKey, openKey } from '../cli/keys.js';
import { layoutTable } from '../cli/table.js';
import { createApi } from '../sdk/api/client.js';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { connectLedger, openProvider } from '../sdk/ledger.js';
import { formatAmount } from '../sdk/units.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../server/chain/embedded.js';
import { type Config, readConfig } from '../server/config.js';
import { type Service, startService } from '../server/main.js';
import { lockFolder } from '../server/store/lock.js';
import { quickBuild } from './build.js';
import { deployToFile } from './deployment-file.js';
import { playStory } from './story.js';

/** The consortium's fee on the embedded ledger, in basis points. */
const FEE_BPS = 100;

/** Runs the whole ledger on this machine: chain, contracts, index, payouts, API; the first time, a story to look at. */
async function start(config: Config): Promise<() => Promise<void>> {
  mkdirSync(config.dataFolder, { recursive: true });
  const unlock = lockFolder(config.dataFolder);
  if (typeof unlock !== 'function') throw new LedgerError('STORE_LOCKED', { holder: unlock.heldBy, store: config.dataFolder });
  const undo: (() => unknown)[] = [unlock];
  const close = async () => {
    for (const one of undo.splice(0).reverse()) await one();
  };
  try {
    say(`data in ${config.dataFolder}`);
    const chain = await startEmbeddedChain({ port: config.rpcPort, journal: path.join(config.dataFolder, 'chain.jsonl') });
    undo.push(() => chain.close());
    say(`chain up at ${chain.url}, ${chain.replayed === 0 ? 'new' : `${chain.replayed} blocks replayed`}`);

    const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
    undo.push(() => provider.destroy());
    const office = (await keptKey(config.dataFolder, 'office')).connect(provider);
    const deployment = await deployEmbedded(office, chain.url, config.deploymentsFolder);
    say('contracts deployed: 6, and their access manager');

    const service = await startService({ ...config, rpcUrl: chain.url }, deployment);
    undo.push(() => service.close());
    say(`service up at ${service.url}`);
    if ((await connectLedger(deployment, provider).members.memberCount()) === 1n) {
      say('');
      await playStory({
        office,
        deployment,
        folder: path.join(config.dataFolder, 'story'),
        makeKey: (name) => keptKey(config.dataFolder, name),
        say: (line) => say(`  ${line}`),
      });
      await service.sync.reached(await provider.getBlockNumber());
      await service.runPayouts();
      say('');
    }
    await showMoney(service, deployment);
    return close;
  } catch (error) {
    await close();
    throw error;
  }
}

/** A key of the embedded ledger; unprotected, for it guards play money. */
async function keptKey(home: string, name: string): Promise<Wallet> {
  if (!existsSync(path.join(home, 'keys', `${name}.json`))) await makeKey(home, name, undefined);
  return openKey(home, name, undefined);
}

function deployEmbedded(office: Wallet, rpcUrl: string, folder: string): Promise<Deployment> {
  const plan = {
    name: 'embedded',
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl,
    gasPrice: '0',
    notary: office.address,
    office: office.address,
    issuer: office.address,
    auditor: office.address,
    admin: office.address,
    token: { name: 'Demo Won', symbol: 'KRW', decimals: 0 },
    feeBps: FEE_BPS,
    delay: 0,
    founder: { legalName: 'Genba Consortium Office (demo)', scheme: 'LEI', identifier: '000000GENBAOFFICE012' },
  };
  return deployToFile(office, plan, quickBuild(), folder);
}

async function showMoney(service: Service, deployment: Deployment): Promise<void> {
  const { asOf, data } = await createApi(service.url).all('accounts');
  const money = (amount: string) => formatAmount(BigInt(amount), deployment.token);
  const rows = data.map(({ credit, member, paid }) => [String(member.id), member.legalName, money(paid), money(credit)]);
  say(layoutTable(['ID>', 'COMPANY', 'PAID OUT>', 'CREDIT>'], rows));
  say(`as of block ${asOf.block}`);
  say('');
  say('look around:  bin/genba.mjs status · bin/genba.mjs dataset show 2 · bin/genba.mjs payout list 2');
  say('act:          bin/genba.mjs --home .genba --key buyer access renew 2   (keys: office, works, models, buyer)');
  say('stop:         Ctrl-C; the ledger is here again at the next start');
}

function say(line: string): void {
  console.log(line);
}

try {
  const close = await start(readConfig(undefined, 'warn'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      say('\nstopping …');
      await close();
      process.exit(0);
    });
  }
} catch (error) {
  const { code = 'INTERNAL', message } = error as { code?: string; message: string };
  console.error(`${code}: ${message}`);
  if (!(error instanceof LedgerError)) console.error((error as Error).stack);
  process.exit(1);
}
