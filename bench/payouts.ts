import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type ContractTransaction, id, type JsonRpcProvider, Wallet, ZeroHash } from 'ethers';
import { quickBuild } from '../scripts/build.js';
import { deployLedger } from '../scripts/deploy-ledger.js';
import { packEntry } from '../sdk/entry.js';
import { KEY_ROLES, toBits } from '../sdk/ids.js';
import { connectLedger, type Ledger, mine, openProvider } from '../sdk/ledger.js';
import { signAdmission } from '../sdk/signing.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../server/chain/embedded.js';
import { readConfig } from '../server/config.js';
import { startService } from '../server/main.js';

const USAGE = `usage: node --import tsx bench/payouts.ts [--versions 10000] [--members 1000] [--rounds 3]
Sells access to every version once a round, on the embedded chain, and settles all of it in one payout run. Each version has five payees.
Checks each member's account to the unit, and prints what a run took.`;

const GAS = { gasPrice: 0n };
const FAR = 2n ** 40n - 1n;
const PAYEES = 5;
const SHARE_BPS = 10_000n / BigInt(PAYEES);
/** A price that leaves a remainder with every payee. */
const SALE = 1_000_003n;
const NET = SALE - SALE / 100n;

/** Sends in order without waiting for each; the embedded chain makes a block of each. */
async function sendAll(wallet: Wallet, calls: Iterable<Promise<ContractTransaction>>): Promise<void> {
  const provider = wallet.provider as JsonRpcProvider;
  let nonce = await provider.getTransactionCount(wallet.address);
  for (const call of calls) {
    const raw = await wallet.signTransaction({
      ...(await call),
      nonce: nonce++,
      gasPrice: 0n,
      gasLimit: 2_000_000,
      chainId: EMBEDDED_CHAIN_ID,
      type: 0,
    });
    const hash = await provider.send('eth_sendRawTransaction', [raw]);
    if (nonce % 1000 === 0) await requireMined(provider, hash);
  }
}

async function requireMined(provider: JsonRpcProvider, hash: string): Promise<void> {
  const receipt = await provider.send('eth_getTransactionReceipt', [hash]);
  if (Number(receipt?.status) !== 1) throw new Error(`${hash} was not mined`);
}

/** Payees of a version: the next five members, round and round. */
function payeesOf(version: number, members: number): number[] {
  return Array.from({ length: PAYEES }, (_, i) => (((version - 1) * PAYEES + i) % members) + 1).sort((a, b) => a - b);
}

function* admissions(office: Wallet, ledger: Ledger, deployment: Parameters<typeof signAdmission>[1], members: number) {
  for (let member = 2; member <= members; member++) {
    const wallet = new Wallet(id(`bench member ${member}`), office.provider);
    const consent = {
      legalName: `Company ${member}`,
      scheme: 'LEI',
      identifier: `BENCH${member}`,
      key: wallet.address,
      roles: toBits(KEY_ROLES, KEY_ROLES),
      payoutAccount: wallet.address,
      payoutMinimum: 0n,
      nonce: 0n,
      deadline: FAR,
    };
    yield signAdmission(wallet, deployment, consent).then((signature) =>
      ledger.members.admit.populateTransaction({ ...consent, credentialHash: ZeroHash, validUntil: FAR }, signature),
    );
  }
}

function* registrations(ledger: Ledger, versions: number, members: number) {
  for (let version = 1; version <= versions; version++) {
    const payees = payeesOf(version, members).map((member) =>
      packEntry({ kind: 'originator', id: member, shareBps: Number(SHARE_BPS) }),
    );
    const draft = { contentRoot: id(`${version}`), byteSize: 1, format: 1, metadataHash: ZeroHash, metadataUri: '', payees };
    yield ledger.datasets.register.populateTransaction({ ...draft, sources: [] });
  }
}

function* sales(ledger: Ledger, versions: number) {
  for (let version = 1; version <= versions; version++) yield ledger.revenue.collect.populateTransaction(1, 0, version, SALE);
}

async function bench(versions: number, members: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-bench-'));
  const chain = await startEmbeddedChain({ port: 0 });
  const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
  const office = new Wallet(id('bench office'), provider);
  const { address } = office;
  const plan = {
    name: 'bench',
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl: chain.url,
    gasPrice: '0',
    notary: address,
    office: address,
    issuer: address,
    auditor: address,
    admin: address,
    token: { name: 'Bench Won', symbol: 'KRW', decimals: 0 },
    feeBps: 100,
    delay: 0,
    founder: { legalName: 'Bench Office', scheme: 'LEI', identifier: 'BENCH1' },
  };
  const deployment = await deployLedger(office, plan, quickBuild(), {}, () => {});
  const ledger = connectLedger(deployment, office);
  await sendAll(office, admissions(office, ledger, deployment, members));
  await sendAll(office, registrations(ledger, versions, members));
  // The office sells on its own account: what a purchase does besides is not measured here.
  await mine(ledger.revenue.addMarket(address, GAS));
  const config = readConfig({
    GENBA_DATA: folder,
    GENBA_PORT: '0',
    GENBA_PAYOUT_SECONDS: '0',
    GENBA_PAYOUT_FEES_SECONDS: '0',
    GENBA_POLL_MS: '10',
    GENBA_LOG: 'error',
  });
  const service = await startService(config, deployment);
  const seconds: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    const funds = SALE * BigInt(versions);
    await sendAll(office, [ledger.token.mint.populateTransaction(deployment.contracts.RevenueLedger, funds)]);
    await sendAll(office, sales(ledger, versions));
    await service.index.reached(await provider.getBlockNumber());
    const [started, nonce] = [performance.now(), await provider.getTransactionCount(await runnerOf(service.url))];
    const report = await service.runPayouts();
    const took = (performance.now() - started) / 1000;
    seconds.push(took);
    const transactions = (await provider.getTransactionCount(await runnerOf(service.url))) - nonce;
    await requireExact(ledger, versions, members, BigInt(round));
    if (report.distributed.length !== versions || report.paid.length !== members || report.refused.length > 0) {
      throw new Error(`${report.distributed.length} tables distributed, ${report.paid.length} members paid`);
    }
    console.log(
      `round ${round}: ${versions} versions, ${members} members, ${transactions} transactions, ${took.toFixed(1)} s, exact to the unit`,
    );
  }
  const median = seconds.toSorted((a, b) => a - b)[Math.floor(seconds.length / 2)] as number;
  console.log(`median of ${rounds}: ${median.toFixed(1)} s; ${os.availableParallelism()} cores`);
  await service.close();
  provider.destroy();
  await chain.close();
  rmSync(folder, { recursive: true });
}

async function runnerOf(url: string): Promise<string> {
  const health = (await (await fetch(new URL('/health', url))).json()) as { payouts: { runner: string } };
  return health.payouts.runner;
}

/** Each member has been credited and paid exactly its shares of all sales so far, computed here anew. */
async function requireExact(ledger: Ledger, versions: number, members: number, rounds: bigint): Promise<void> {
  const expected = new Map<number, bigint>();
  const share = (rounds * NET * SHARE_BPS) / 10_000n;
  for (let version = 1; version <= versions; version++) {
    for (const member of payeesOf(version, members)) expected.set(member, (expected.get(member) ?? 0n) + share);
  }
  for (const [member, amount] of expected) {
    const { total, done } = await ledger.revenue.accountOf(member);
    if (total !== amount || done !== amount)
      throw new Error(`member ${member}: ${total} credited, ${done} paid, ${amount} earned`);
  }
}

const { values } = parseArgs({
  options: {
    versions: { type: 'string', default: '10000' },
    members: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(USAGE);
else await bench(Number(values.versions), Number(values.members), Number(values.rounds));
