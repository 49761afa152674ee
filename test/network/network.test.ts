import path from 'node:path';
import { expect } from 'chai';
import { Contract, getAddress, Wallet, ZeroHash } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { mine } from '../../sdk/ledger.js';
import { signAdmission } from '../../sdk/signing.js';
import { openNodePool } from '../../server/chain/node-pool.js';
import { factories } from '../../types/index.js';
import { freePort } from '../support/postgres.js';
import { type RealNetwork, startNetwork, whyNoNetwork } from '../support/real-network.js';
import { type ServedNetwork, serveNetwork, until } from '../support/served-network.js';
import { playStory } from '../support/story.js';

const { PlainToken__factory } = factories.contracts.mocks;
const SENDERS = '0x0200000000000000000000000000000000000002';

/** The ledger on five validators, as its users run it; whatever dies, nothing is lost. The steps follow each other. */
describe('a real network of five validators', function () {
  this.timeout(240_000);
  this.bail(true);
  let served: ServedNetwork;
  let network: RealNetwork;
  let api: string;
  let office: Wallet;

  before(async function () {
    if (process.env.GENBA_TEST_NETWORK === undefined) {
      console.log("    skipped: 'npm run test:network' runs it, on the chain engine");
      this.skip();
    }
    const absence = whyNoNetwork();
    if (absence !== undefined) throw new Error(absence);
    served = await serveNetwork('testnet');
    ({ api, network, office } = served);
  });
  after(() => served?.stop());

  const health = () => served.health();
  const gas = () => served.gas();
  const ledgerOf = (wallet: Wallet) => served.ledgerOf(wallet);
  const isSender = (address: string) => served.isSender(address);
  const sendOne = (wallet: Wallet) => served.sendOne(wallet);
  const newKey = (name: string) => served.newKey(name);
  const refusal = (sending: Promise<unknown>) =>
    sending.then(
      () => 'it went through',
      (error: { code?: string }) => error.code,
    );

  it('tells of five validators that agree', async () => {
    const { validators } = JSON.parse(await network.ok(['network', '--json', 'status', 'testnet'])) as {
      validators: { height: number; hash: string; finalized: number; endTime: number }[];
    };
    expect(validators).to.have.length(5);
    expect(new Set(validators.map((one) => one.hash)).size).to.equal(1);
    for (const one of validators) expect(one.finalized).to.equal(one.height);
    for (const one of validators) expect(one.endTime).to.be.above(Date.now() / 1000 + 300 * 86_400);
  });

  it('plays the main journey: registered, derived, bought, distributed, paid', async () => {
    await playStory({
      office,
      deployment: network.deployment(),
      folder: path.join(network.folder, 'story'),
      makeKey: newKey,
      letIn: (address) => until(() => isSender(address)),
    });
    await until(async () => (await createApi(api).all('payouts')).data.length >= 3);
    const { data } = await createApi(api).all('payouts');
    const paid = (id: number) => data.filter((one) => one.member.id === id).reduce((sum, one) => sum + BigInt(one.amount), 0n);
    // 100,000 for the right to derive and a fifth of 50,000, both less 1 % fee; the rest of the 50,000.
    expect(paid(2)).to.equal(99_000n + 9_900n);
    expect(paid(3)).to.equal(39_600n);
    expect(await network.ok(['db', 'check'])).to.include('index and contracts agree');
  });

  describe('two layers of permission', () => {
    it("refuses a key that is nobody's, before any contract is asked", async () => {
      const stranger = Wallet.createRandom().connect(network.pool().provider) as unknown as Wallet;
      await mine(office.sendTransaction({ to: stranger.address, value: 10n ** 15n, ...gas() }));
      expect(await refusal(sendOne(stranger))).to.equal('SENDER_REFUSED');
      expect(await isSender(stranger.address)).to.equal(false);
    });

    it("lets nobody but the consortium's admin deploy contracts, not even who deployed the ledger", async () => {
      const deploy = (wallet: Wallet) =>
        mine(wallet.sendTransaction({ data: PlainToken__factory.bytecode + '0'.repeat(64), gasLimit: 2_000_000, ...gas() }));
      expect(await refusal(deploy(await network.wallet('works')))).to.not.equal('it went through');
      expect(await refusal(deploy(office))).to.not.equal('it went through');
      expect(await refusal(deploy(served.admin))).to.equal('it went through');
    });

    it('leaves an admin with a key of its own able to act, and a finished deployment as it is', async () => {
      const runner = Wallet.createRandom().address;
      expect(await network.ok(['--key', 'admin', 'consortium', 'grant-role', 'runner', runner])).to.include('announced');
      const height = await network.agree();
      await network.ok(['deploy', '--network', 'testnet']);
      expect(await network.agree()).to.equal(height);
    });

    it('follows suspension and reinstatement', async () => {
      const buyer = await network.wallet('buyer');
      await sendOne(buyer);
      await mine(ledgerOf(office).members.suspend(4, 'test', gas()));
      await until(async () => !(await isSender(buyer.address)));
      expect(await refusal(sendOne(buyer))).to.equal('SENDER_REFUSED');
      await mine(ledgerOf(office).members.reinstate(4, gas()));
      await until(() => isSender(buyer.address));
      await sendOne(buyer);
    });

    it('lets a suspended member veto a recovery', async () => {
      const buyer = await network.wallet('buyer');
      const { members } = ledgerOf(office);
      await mine(members.suspend(4, 'test', gas()));
      await until(async () => !(await isSender(buyer.address)));
      const thief = await newKey('thief');
      const recovery = path.join(network.folder, 'recovery.json');
      await network.ok(['--key', 'thief', 'key', 'request', '4', '--out', recovery]);
      await network.ok(['--key', 'office', 'member', 'recover', recovery]);
      await until(() => isSender(buyer.address));
      await mine(ledgerOf(buyer).members.vetoRecovery(gas()));
      await until(async () => !(await isSender(buyer.address)));
      expect(await isSender(thief.address)).to.equal(false);
      await mine(members.reinstate(4, gas()));
      await until(() => isSender(buyer.address));
    });

    it('follows a key that is added and revoked', async () => {
      const second = await newKey('second');
      const request = path.join(network.folder, 'second.json');
      await network.ok(['--key', 'second', 'key', 'request', '4', '--out', request]);
      await network.ok(['--key', 'buyer', 'key', 'add', request]);
      await until(() => isSender(second.address));
      await sendOne(second);
      await network.ok(['--key', 'buyer', 'key', 'revoke', second.address, '--yes']);
      await until(async () => !(await isSender(second.address)));
    });

    it('follows an admission that ends, by the clock', async () => {
      const short = await newKey('short');
      const validUntil = BigInt(Math.floor(Date.now() / 1000) + 8);
      const consent = {
        legalName: 'Short Stay GmbH',
        scheme: 'EUID',
        identifier: 'DEX0000.HRB1001',
        key: short.address,
        roles: toBits(KEY_ROLES, KEY_ROLES),
        payoutAccount: short.address,
        payoutMinimum: 0n,
        nonce: 0n,
        deadline: validUntil,
      };
      const signature = await signAdmission(short, network.deployment(), consent);
      await mine(ledgerOf(office).members.admit({ ...consent, credentialHash: ZeroHash, validUntil }, signature, gas()));
      await until(() => isSender(short.address));
      await until(async () => !(await isSender(short.address)));
      expect(BigInt(Date.now())).to.be.above((validUntil - 1n) * 1000n);
    });

    it('leaves the list to the gate: anyone may push, nobody can bend it', async () => {
      const { senderGate } = network.deployment();
      const works = await network.wallet('works');
      const stranger = Wallet.createRandom().address;
      const gate = factories.contracts.SenderGate__factory.connect(senderGate as string, works);
      await mine(gate.mirror([stranger, works.address], gas()));
      expect([await isSender(stranger), await isSender(works.address)]).to.deep.equal([false, true]);
      const bend = new Contract(SENDERS, ['function setEnabled(address)'], works).getFunction('setEnabled');
      expect(await refusal(mine(bend(stranger, { ...gas(), gasLimit: 200_000 })))).to.not.equal('it went through');
      expect(await isSender(stranger)).to.equal(false);
    });
  });

  describe('a proof of finality', () => {
    it('is checked by somebody who has the list of validators and nothing else', async () => {
      const { data } = await createApi(api).all('payouts');
      const payout = data.find((one) => one.member.id === 2);
      const [bundle, validators] = [path.join(network.folder, 'payout.json'), path.join(network.folder, 'validators.json')];
      await network.ok(['network', 'trust', 'testnet', '--key', 'office', '-o', validators]);
      await network.ok(['prove', payout?.id as string, '-o', bundle]);
      const offline = { GENBA_DEPLOYMENTS: '/nowhere', GENBA_API: 'http://127.0.0.1:9', GENBA_RPC_URL: 'http://127.0.0.1:9' };
      const before = network.environment;
      network.environment = { ...before, ...offline };
      try {
        const said = await network.ok(['verify', bundle, '--trust', validators, '--signed-by', office.address]);
        expect(said).to.include('Hanbit Precision').and.include('was paid').and.include('bought access to version');
        const other = await network.genba([
          'verify',
          bundle,
          '--trust',
          validators,
          '--signed-by',
          getAddress(`0x${'11'.repeat(20)}`),
        ]);
        expect([other.code, other.stderr.slice(0, 14)]).to.deep.equal([1, 'TRUST_UNSIGNED']);
      } finally {
        network.environment = before;
      }
    });
  });

  describe('faults', () => {
    it('goes on while one of five is dead, from whichever node is left, and loses nothing', async () => {
      const [used] = (await health()).chain.nodes.filter((one) => one.used);
      const victim = network.validators().find((one) => one.url === used?.url) as { name: string };
      const load = await served.loadOf(['works', 'models', 'buyer']);
      await until(async () => load.mined.length >= 10);
      await network.kill(victim.name);
      const before = load.mined.length;
      await until(async () => load.mined.length >= before + 20);
      await load.stop();
      const others = network.validators().filter((one) => one.name !== victim.name);
      await network.agree(others.map((one) => one.name));
      await until(async () => (await health()).chain.nodes.some((one) => one.state === 'away'));
      expect((await health()).chain.nodes.find((one) => one.used)?.url).to.not.equal(used?.url);
      await served.requireSameIndex();
      const status = await network.genba(['network', 'status', 'testnet']);
      expect([status.code, status.stdout]).to.satisfy(
        ([code, said]: [number, string]) => code === 1 && said.includes('1 of 5 validators is away'),
      );

      await network.ok(['network', 'start', 'testnet', victim.name]);
      await served.requireEverywhere(load.mined);
      await until(async () => (await health()).chain.nodes.every((one) => one.state === 'good'));
    });

    it('stands still with two of five dead, says so, and finishes by itself when they are back', async () => {
      const [one, two] = network.validators().slice(-2) as unknown as [{ name: string }, { name: string }];
      await Promise.all([network.kill(one.name), network.kill(two.name)]);
      const load = await served.loadOf(['works', 'models']);
      await until(async () => (await health()).chain.problem?.message.includes('connected to 60') === true);
      const sofar = load.mined.length;
      expect((await createApi(api).page('members')).data.length).to.be.at.least(4);
      expect((await health()).healthy).to.equal(false);
      const stopping = load.stop();
      await network.ok(['network', 'start', 'testnet', one.name]);
      await stopping;
      expect(load.mined.length).to.be.above(sofar);
      await network.ok(['network', 'start', 'testnet', two.name]);
      await served.requireEverywhere(load.mined);
      await until(async () => (await health()).healthy);
      await served.requireSameIndex();
    });

    it('goes on where it was after all were stopped at once', async () => {
      const before = await network.agree();
      await network.ok(['network', 'stop', 'testnet']);
      await until(async () => !(await health()).healthy);
      expect((await createApi(api).page('members')).data.length).to.be.at.least(4);
      await network.ok(['network', 'start', 'testnet']);
      await sendOne(await network.wallet('works'));
      expect(await network.agree()).to.be.above(before);
      await until(async () => (await health()).healthy);
      await served.requireSameIndex();
    });

    it('asks no node of a chain that begins otherwise', async () => {
      const other = await startNetwork('other', ['--validators', '1']);
      try {
        const [wrong] = other.validators();
        const deployment = network.deployment();
        const pool = openNodePool(deployment, [wrong?.rpc as string, deployment.rpcUrl]);
        try {
          expect(Number(await pool.provider.send('eth_blockNumber', []))).to.be.above(0);
          const [refused, good] = pool.standing();
          expect([refused?.state, good?.used]).to.deep.equal(['refused', true]);
          expect(refused?.problem).to.include('first block');
        } finally {
          pool.close();
        }
        const alone = await other.genba([
          '--network',
          'testnet',
          '--rpc',
          wrong?.rpc as string,
          'token',
          'balance',
          office.address,
        ]);
        expect(alone.code).to.equal(1);
      } finally {
        await other.remove();
      }
    });

    it('admits a validator that catches up, and lets one go', async () => {
      const file = path.join(network.folder, 'sixth.json');
      const port = String(await freePort());
      const http = String(await freePort());
      await network.ok([
        'network',
        'identity',
        '--another',
        'testnet',
        '--host',
        '127.0.0.1',
        '--port',
        port,
        '--http-port',
        http,
        '-o',
        file,
      ]);
      await network.ok(['network', 'add-validator', 'testnet', file]);
      await network.ok(['network', 'start', 'testnet', 'v6']);
      await sendOne(await network.wallet('works'));
      await network.agree();
      const { validators } = JSON.parse((await network.genba(['network', '--json', 'status', 'testnet'])).stdout) as {
        validators: { nodeId: string; endTime?: number }[];
      };
      expect(validators.map((one) => one.endTime !== undefined)).to.deep.equal(Array(6).fill(true));
      await network.ok(['network', 'remove-validator', 'testnet', validators.at(-1)?.nodeId as string]);
      await sendOne(await network.wallet('works'));
    });
  });
});
