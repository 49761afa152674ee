import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { checkNode } from '../../cli/checks/check-machine.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

interface Report {
  healthy: boolean;
  findings: { what: string; state: string; says: string }[];
}

describe('genba doctor', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let works: number;
  const at = (...names: string[]) => path.join(live.folder, ...names);
  /** What it finds of one thing, and that exit code and report agree. */
  const examine = async (globals: string[] = [], key?: string) => {
    const { code, stdout } = await live.cli(['--json', ...globals, 'doctor'], key);
    const { findings, healthy } = JSON.parse(stdout) as Report;
    expect(healthy).to.equal(code === 0);
    expect(healthy).to.equal(findings.every((one) => one.state !== 'fail'));
    return (what: string) => findings.filter((one) => one.what === what).map((one) => one.state);
  };

  before(async () => {
    live = await startLiveLedger();
    works = await admitCompany(live, 'works', 'Works');
    await live.json(['key', 'new', 'stranger', '--no-password']);
  });
  after(() => live.close());

  it('finds nothing that fails where all is well', async () => {
    const found = await examine([], 'works');
    for (const what of [
      'node.js',
      'config',
      'home',
      'deployment',
      'chain',
      'contracts',
      'service',
      'index',
      'key',
      'member',
      'balance',
    ])
      expect(found(what), what).to.deep.equal(['ok']);
    const { code, stdout } = await live.cli(['doctor'], 'works');
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(new RegExp(`^ok {4}member +member ${works}, admin, publish`, 'm'))
      .and.match(/^warn {2}keys /m);
  });

  it('knows a Node that is too old', () => {
    expect([checkNode('20.19.0').state, checkNode('24.1.0').state]).to.deep.equal(['fail', 'ok']);
  });

  it('says what a key lacks', async () => {
    expect((await examine())('key')).to.deep.equal(['warn']);
    expect((await examine([], 'nobody'))('key')).to.deep.equal(['fail']);
    const stranger = await examine([], 'stranger');
    expect([stranger('member'), stranger('balance')]).to.deep.equal([['warn'], ['warn']]);
  });

  it('says what stands against a member', async () => {
    await live.json(['key', 'request', String(works), '--out', at('recovery.json')], 'stranger');
    await live.json(['member', 'recover', at('recovery.json')], 'office');
    await live.json(['payout', 'announce', '--minimum', '5'], 'works');
    const proposed = await examine([], 'works');
    expect([proposed('recovery'), proposed('payout')]).to.deep.equal([['warn'], ['warn']]);
    await live.json(['member', 'suspend', String(works), '--reason', 'a trial'], 'office');
    expect((await examine([], 'works'))('standing')).to.deep.equal(['fail']);
    await live.json(['member', 'reinstate', String(works)], 'office');
    await live.json(['member', 'veto'], 'works');
    expect((await examine([], 'works'))('recovery')).to.deep.equal([]);
  });

  it('says what does not answer, or is of another chain', async () => {
    expect((await examine(['--rpc', 'http://127.0.0.1:1']))('chain')).to.deep.equal(['fail']);
    expect((await examine(['--api', 'http://127.0.0.1:1']))('service')).to.deep.equal(['fail']);
    const nowhere = await examine(['--network', 'elsewhere'], 'works');
    expect([nowhere('deployment'), nowhere('service'), nowhere('key')]).to.deep.equal([['fail'], ['ok'], ['ok']]);

    const deployments = String(live.environment.GENBA_DEPLOYMENTS);
    const deployment = JSON.parse(readFileSync(path.join(deployments, 'test.json'), 'utf8'));
    const write = (name: string, changes: object) =>
      writeFileSync(path.join(deployments, `${name}.json`), JSON.stringify({ ...deployment, ...changes }));
    write('other-chain', { chainId: 99 });
    const other = await examine(['--network', 'other-chain']);
    expect([other('chain'), other('service')]).to.deep.equal([['fail'], ['fail']]);
    write('moved', { contracts: { ...deployment.contracts, AccessMarket: live.office.address } });
    expect((await examine(['--network', 'moved']))('contracts')).to.deep.equal(['fail']);
  });

  it('says which files are not as they should be', async () => {
    chmodSync(at('keys', 'works.json'), 0o644);
    expect((await examine([], 'works'))('keys')).to.include('fail');
    chmodSync(at('keys', 'works.json'), 0o600);
    writeFileSync(at('config'), 'nonsense\n');
    expect((await examine([], 'works'))('config')).to.deep.equal(['fail']);
    writeFileSync(at('config'), '');
    expect((await examine(['--home', at('new')]))('home')).to.deep.equal(['warn']);
  });
});
