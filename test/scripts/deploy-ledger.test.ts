import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { id, type JsonRpcProvider, Wallet } from 'ethers';
import { quickBuild } from '../../scripts/build.js';
import { deployLedger, type LedgerPlan } from '../../scripts/deploy-ledger.js';
import { deployToFile } from '../../scripts/deployment-file.js';
import { connectLedger, openProvider } from '../../sdk/ledger.js';
import { EMBEDDED_CHAIN_ID, type EmbeddedChain, startEmbeddedChain } from '../../server/chain/embedded.js';
import { factories } from '../../types/index.js';

type Known = Parameters<typeof deployLedger>[3];

describe('deployment', function () {
  this.timeout(60_000);
  let chain: EmbeddedChain;
  let provider: JsonRpcProvider;
  let deployer: Wallet;
  const other = new Wallet(id('another admin'));

  beforeEach(async () => {
    chain = await startEmbeddedChain({ port: 0 });
    provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
    deployer = new Wallet(id('deployer'), provider);
  });
  afterEach(async () => {
    provider.destroy();
    await chain.close();
  });

  const plan = (): LedgerPlan => ({
    name: 'test',
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl: chain.url,
    gasPrice: '0',
    notary: deployer.address,
    office: deployer.address,
    issuer: deployer.address,
    auditor: deployer.address,
    admin: other.address,
    token: { name: 'Won', symbol: 'KRW', decimals: 0 },
    feeBps: 100,
    delay: 86_400,
    founder: { legalName: 'Office', scheme: 'LEI', identifier: 'OFFICE' },
  });

  it('does nothing the second time', async () => {
    const first = await deployLedger(deployer, plan(), quickBuild(), {}, () => {});
    const nonce = await provider.getTransactionCount(deployer.address);
    const second = await deployLedger(deployer, plan(), quickBuild(), first.contracts, () => {});
    expect(second.contracts).to.deep.equal(first.contracts);
    expect(await provider.getTransactionCount(deployer.address)).to.equal(nonce);
  });

  for (const killedAfter of [1, 2, 3, 4, 5, 6, 7]) {
    it(`goes on after it was killed at contract ${killedAfter}`, async () => {
      let known: Known = {};
      const killer = (addresses: Known) => {
        known = { ...addresses };
        if (Object.keys(known).length === killedAfter) throw new Error('killed');
      };
      const outcome = await deployLedger(deployer, plan(), quickBuild(), {}, killer).catch((error: Error) => error);
      expect(outcome).to.be.instanceOf(Error);
      const deployment = await deployLedger(deployer, plan(), quickBuild(), known, () => {});
      const ledger = connectLedger(deployment, provider);
      expect(await ledger.datasets.GRANTS()).to.equal(deployment.contracts.AccessGrants);
      expect(await ledger.grants.DATASETS()).to.equal(deployment.contracts.DatasetRegistry);
      expect(await ledger.grants.marketOf(deployment.contracts.AccessMarket)).to.deep.equal([1n, false]);
      expect(await ledger.members.memberCount()).to.equal(1n);
    });
  }

  describe('where the chain keeps lists of its own', () => {
    const keys = ['notary', 'office', 'issuer', 'auditor', 'runner'].map((name) => new Wallet(id(`of ${name}`)).address);
    const [notary, office, issuer, auditor, runner] = keys as [string, string, string, string, string];
    const listPlan = async (): Promise<LedgerPlan> => {
      const lists: string[] = [];
      for (let i = 0; i < 2; i++) {
        const list = await new factories.contracts.mocks.ListOfSenders__factory(deployer).deploy({ gasPrice: 0 });
        lists.push(await list.getAddress());
      }
      const [senders, deployers] = lists as [string, string];
      return { ...plan(), notary, office, issuer, auditor, runners: [runner], lists: { senders, deployers }, gateFunds: 0n };
    };
    const standing = (list: string, address: string) =>
      factories.contracts.mocks.ListOfSenders__factory.connect(list, provider).readAllowList(address);

    it('hands them over: the gate keeps the senders, the admin may change both, the deployer is a sender like others', async () => {
      const own = await listPlan();
      const deployment = await deployLedger(deployer, own, quickBuild(), {}, () => {});
      const { deployers, senders } = own.lists as { senders: string; deployers: string };
      expect(await standing(senders, deployment.senderGate as string)).to.equal(3n);
      for (const key of keys) expect(await standing(senders, key)).to.equal(1n);
      expect([await standing(senders, own.admin), await standing(deployers, own.admin)]).to.deep.equal([2n, 2n]);
      expect([await standing(senders, deployer.address), await standing(deployers, deployer.address)]).to.deep.equal([1n, 0n]);
    });

    it('does nothing the second time, also with the file that it has written', async () => {
      const own = await listPlan();
      const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-deploy-'));
      const first = await deployToFile(deployer, own, quickBuild(), folder);
      const nonce = await provider.getTransactionCount(deployer.address);
      const second = await deployToFile(deployer, own, quickBuild(), folder);
      expect([second.contracts, second.senderGate]).to.deep.equal([first.contracts, first.senderGate]);
      expect(await provider.getTransactionCount(deployer.address)).to.equal(nonce);
      rmSync(folder, { recursive: true });
    });
  });

  it('notices datasets and grants that do not find each other, and mends it when run again', async () => {
    const own = { ...plan(), admin: deployer.address };
    const one = await deployLedger(deployer, own, quickBuild(), {}, () => {});
    const two = await deployLedger(deployer, own, quickBuild(), {}, () => {});
    let known: Known = { DatasetRegistry: one.contracts.DatasetRegistry, AccessGrants: two.contracts.AccessGrants };
    const save = (addresses: Known) => {
      known = { ...addresses };
    };
    const outcome = await deployLedger(deployer, own, quickBuild(), known, save).catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'DEPLOYER_BUSY' });
    const { contracts } = await deployLedger(deployer, own, quickBuild(), known, save);
    expect(await connectLedger({ contracts }, provider).datasets.GRANTS()).to.equal(contracts.AccessGrants);
  });

  it('leaves the deployer nothing but its consortium roles, and delays the admin', async () => {
    const { contracts } = await deployLedger(deployer, plan(), quickBuild(), {}, () => {});
    const manager = factories.openzeppelin.contracts.access.manager.AccessManager__factory.connect(
      contracts.AccessManager,
      provider,
    );
    expect((await manager.hasRole(0n, deployer.address)).isMember).to.equal(false);
    expect(await manager.hasRole(0n, other.address)).to.deep.equal([true, 86_400n]);
    const ledger = connectLedger({ contracts }, provider);
    const setFee = ledger.revenue.interface.getFunction('setFee').selector;
    expect(await manager.canCall(deployer.address, contracts.RevenueLedger, setFee)).to.deep.equal([false, 0n]);
    expect(await manager.canCall(other.address, contracts.RevenueLedger, setFee)).to.deep.equal([false, 86_400n]);
    const suspend = ledger.members.interface.getFunction('suspend').selector;
    expect(await manager.canCall(deployer.address, contracts.MemberRegistry, suspend)).to.deep.equal([true, 0n]);
  });
});
