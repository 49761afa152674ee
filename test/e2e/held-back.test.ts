import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { ContractFactory, type JsonRpcProvider, Wallet, ZeroHash } from 'ethers';
import { quickBuild } from '../../scripts/build.js';
import { deployLedger } from '../../scripts/deploy-ledger.js';
import { createApi } from '../../sdk/api/client.js';
import type { Deployment } from '../../sdk/deployment.js';
import { packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { connectLedger, type Ledger, mine, openProvider } from '../../sdk/ledger.js';
import { signAdmission } from '../../sdk/signing.js';
import { EMBEDDED_CHAIN_ID, type EmbeddedChain, startEmbeddedChain } from '../../server/chain/embedded.js';
import { readConfig } from '../../server/config.js';
import { type Service, startService } from '../../server/main.js';
import { type StubbornToken, StubbornToken__factory } from '../../types/index.js';

const GAS = { gasPrice: 0n };
const FAR = 2n ** 40n - 1n;
const TABLES = 30;
/** Per table, net of the fee of 1 %: 198 for each of five payees. */
const SALE = 1_000n;
const REVERT = 1;

interface Health {
  healthy: boolean;
  payouts: { alerts: { code: string; message: string }[] };
}

/** The whole service against a settlement token that refuses a member, with a lane of many transactions. */
describe('a member whom the token refuses', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-held-'));
  let chain: EmbeddedChain;
  let provider: JsonRpcProvider;
  let office: Wallet;
  let deployment: Deployment;
  let token: StubbornToken;
  let ledger: Ledger;
  let service: Service;
  const keys: Wallet[] = [];

  before(async () => {
    chain = await startEmbeddedChain({ port: 0 });
    provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
    office = new Wallet(Wallet.createRandom().privateKey, provider);
    const factory = new ContractFactory(StubbornToken__factory.abi, StubbornToken__factory.bytecode, office);
    const deployed = await (await factory.deploy(GAS)).waitForDeployment();
    const SettlementToken = await deployed.getAddress();
    token = StubbornToken__factory.connect(SettlementToken, office);
    const { address } = office;
    const plan = {
      name: 'test',
      chainId: EMBEDDED_CHAIN_ID,
      rpcUrl: chain.url,
      gasPrice: '0',
      notary: address,
      office: address,
      issuer: address,
      auditor: address,
      admin: address,
      token: { name: 'Stubborn', symbol: 'STUB', decimals: 0 },
      feeBps: 100,
      delay: 0,
      founder: { legalName: 'Test Office', scheme: 'LEI', identifier: 'TESTOFFICE' },
    };
    deployment = await deployLedger(office, plan, quickBuild(), { SettlementToken }, () => {});
    ledger = connectLedger(deployment, office);
    for (let id = 2; id <= 6; id++) await admit(id);
    await earn();
    const config = readConfig({
      GENBA_DATA: folder,
      GENBA_PORT: '0',
      GENBA_POLL_MS: '20',
      GENBA_PAYOUT_SECONDS: '0',
      // Two tables to a transaction.
      GENBA_PAYOUT_GAS: '200000',
      GENBA_LOG: 'silent',
    });
    service = await startService(config, deployment);
  });
  after(async () => {
    await service.close();
    provider.destroy();
    await chain.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const admit = async (id: number) => {
    const wallet = new Wallet(Wallet.createRandom().privateKey, provider);
    keys[id] = wallet;
    const consent = {
      legalName: `Company ${id}`,
      scheme: 'LEI',
      identifier: `COMPANY${id}`,
      key: wallet.address,
      roles: toBits(KEY_ROLES, KEY_ROLES),
      payoutAccount: wallet.address,
      payoutMinimum: 0n,
      nonce: 0n,
      deadline: FAR,
    };
    const signature = await signAdmission(wallet, deployment, consent);
    await mine(ledger.members.admit({ ...consent, credentialHash: ZeroHash, validUntil: FAR }, signature, GAS));
  };

  /** Thirty tables of five payees, each with one sale. The office is a market of its own here. */
  const earn = async () => {
    await mine(ledger.revenue.addMarket(office.address, GAS));
    await mine(token.mint(deployment.contracts.RevenueLedger, SALE * BigInt(TABLES), GAS));
    const payees = [2, 3, 4, 5, 6].map((id) => packEntry({ kind: 'originator', id, shareBps: 2_000 }));
    for (let table = 1; table <= TABLES; table++) {
      const draft = {
        contentRoot: `0x${'ab'.repeat(32)}`,
        byteSize: 12,
        format: 1,
        metadataHash: ZeroHash,
        metadataUri: '',
        payees,
        sources: [],
      };
      await mine(ledger.datasets.register(draft, GAS));
      await mine(ledger.revenue.collect(1, 0, table, SALE, GAS));
    }
  };
  const paid = async () => Promise.all([2, 3, 4, 5, 6].map(async (id) => token.balanceOf((keys[id] as Wallet).address)));
  const health = () => createApi(service.url).plain<Health>('/health', [503]);
  const share = 198n * BigInt(TABLES);

  it('pays everybody else in one run of many transactions, and stays healthy', async () => {
    await mine(token.refuse((keys[4] as Wallet).address, REVERT, GAS));
    const report = await service.runPayouts();
    expect(await paid()).to.deep.equal([share, share, 0n, share, share]);
    expect(report.distributed.map((one) => [one.tableId, one.given])).to.deep.equal(
      Array.from({ length: TABLES }, (_, i) => [TABLES - i, '990']),
    );
    expect(report.paid.map((one) => [one.memberId, one.amount])).to.deep.equal([2, 3, 5, 6].map((id) => [id, String(share)]));
    expect(report.refused.map((one) => [one.memberId, one.account])).to.deep.equal([[4, (keys[4] as Wallet).address]]);
    expect(report.fees.map((one) => [one.memberId, one.amount])).to.deep.equal([[1, String(10 * TABLES)]]);
    const { healthy, payouts } = await health();
    expect(payouts.alerts.map((one) => one.code)).to.deep.equal(['MEMBER_HELD_BACK']);
    expect(payouts.alerts[0]?.message).to.include(String(share));
    expect(healthy).to.equal(true);
  });

  it('shows in the plan what is held back, and does not try it before its time', async () => {
    const { data } = await createApi(service.url).get('plan');
    expect(data.members).to.deep.equal([]);
    expect(data.heldBack).to.have.length(1);
    expect(data.heldBack[0]).to.include({ kind: 'member', id: 4, amount: String(share), failures: 1, waits: true });
    await mine(token.refuse((keys[4] as Wallet).address, 0, GAS));
    expect((await service.runPayouts()).paid).to.deep.equal([]);
  });

  it('pays it when its time has come', async () => {
    await provider.send('evm_increaseTime', [61]);
    await provider.send('evm_mine', []);
    expect((await service.runPayouts()).paid.map((one) => one.amount)).to.deep.equal([String(share)]);
    expect(await paid()).to.deep.equal([share, share, share, share, share]);
    expect((await health()).payouts.alerts).to.deep.equal([]);
  });
});
