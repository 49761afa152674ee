import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { ORIGINS } from '../../sdk/ids.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { caughtUp, codeOf, refusal } from './live-cli.js';

interface List {
  data: Record<string, unknown>[];
}

/** The works sell a right to derive that is not onward; the maker derives; a third company gets what was made. */
describe('genba dataset, version, terms and offer', function () {
  this.timeout(240_000);
  let live: LiveLedger;
  let [works, maker, third] = ['', '', ''];
  const at = (name: string) => path.join(live.folder, name);
  const data = (name: string) => {
    writeFileSync(at(name), name);
    return at(name);
  };
  const listed = async (args: string[]) => {
    await caughtUp(live);
    return (await live.json<List>(args)).data;
  };
  const ownerOf = async (datasetId: number) => String((await live.ledger.datasets.datasetOf(datasetId)).owner);

  before(async () => {
    live = await startLiveLedger();
    works = String(await admitCompany(live, 'works', 'Works'));
    maker = String(await admitCompany(live, 'maker', 'Maker'));
    third = String(await admitCompany(live, 'third', 'Third'));
    await live.json(['dataset', 'register', data('one'), '--no-metadata', '--originator', works, '--originator', maker], 'works');
  });
  after(() => live.close());

  it('writes terms, and puts several prices on them', async () => {
    const terms = ['--rights', 'read,derive', '--royalty', '20%', '--purposes', 'research', '--terms-file', data('legal.txt')];
    expect(await live.json(['terms', 'write', '1', ...terms], 'works')).to.include({ datasetId: 1, termsId: 1, versionId: 1 });
    const hash = `0x${createHash('sha256').update('legal.txt').digest('hex')}`;
    expect(await live.ledger.grants.termsHashOf(1)).to.equal(hash);
    await live.json(['offer', 'open', '1', '--price', '1,000', '--terms-id', '1'], 'works');
    await live.json(['offer', 'open', '1', '--price', '3,000', '--terms-id', '1', '--buyer', third], 'works');
    expect(await live.ledger.grants.termsCount()).to.equal(1n);
    expect((await listed(['terms', 'list', '--dataset', '1']))[0]).to.deep.include({
      id: 1,
      royaltyBps: 2000,
      purposes: ['research'],
    });
    expect((await live.cli(['terms', 'show', '1'])).stdout)
      .to.include(hash)
      .and.include('20 %');
    expect((await live.cli(['offer', 'show', '2'])).stdout)
      .to.include('3,000 KRW once, without end')
      .and.include('Third');
    expect(await codeOf(live, ['terms', 'write', '9'], 'works')).to.equal('NOT_FOUND');
    expect(await codeOf(live, ['terms', 'write', '1', '--rights', 'onward'], 'works')).to.equal('AccessGrants_BadRights');
    expect(await codeOf(live, ['terms', 'write', '1'], 'maker')).to.equal('AccessGrants_NotTheOwner');
    expect(await codeOf(live, ['terms', 'show', '9'])).to.equal('NOT_FOUND');
    expect(await codeOf(live, ['offer', 'show', '9'])).to.equal('NOT_FOUND');
  });

  it('says before a purchase what deriving costs', async () => {
    const first = await live.json<{ data: Record<string, unknown> }>(['dataset', 'derivable', '1', '--member', maker]);
    expect(first.data).to.include({ possible: true, owedBps: 0, roomBps: 9999 });
    await live.json(['access', 'buy', '1'], 'maker');
    await live.json(['dataset', 'register', data('two'), '--no-metadata', '--source', '1@1'], 'maker');
    await caughtUp(live);
    const second = await live.json<{ data: Record<string, unknown> }>(['dataset', 'derivable', '2', '--member', third]);
    expect(second.data).to.include({ possible: false, owedBps: 2000 });
    expect((await live.cli(['dataset', 'derivable', '2'])).stdout).to.include('the onward right of dataset 1, Works');
  });

  it('lists datasets, versions, owners and revenue', async () => {
    expect((await listed(['dataset', 'list', '--owner', maker])).map((one) => one.id)).to.deep.equal([2]);
    expect((await listed(['version', 'list'])).map((one) => one.id)).to.deep.equal([1, 2]);
    expect((await listed(['version', 'list', '--dataset', '2'])).map((one) => one.id)).to.deep.equal([2]);
    expect((await live.cli(['version', 'show', '2'])).stdout)
      .to.include('20 %')
      .and.include('Works');
    expect((await listed(['dataset', 'owners', '1'])).map((one) => one.owner)).to.deep.equal([
      { id: Number(works), legalName: 'Works' },
    ]);
    expect(await listed(['dataset', 'revenue', '1'])).to.have.length(1);
    expect((await live.cli(['dataset', 'revenue', '1'])).stdout).to.include('990 KRW');
  });

  it('draws what versions were made from and into', async () => {
    const traced = await live.json<{ sources: unknown[]; derivatives: { version: { id: number } }[] }>(['dataset', 'trace', '1']);
    expect(traced.sources).to.deep.equal([]);
    expect(traced.derivatives.map((edge) => edge.version.id)).to.deep.equal([2]);
    expect((await live.cli(['dataset', 'trace', '2'])).stdout)
      .to.include('made from:')
      .and.include('version 1, dataset 1, Works');
  });

  it('lets an originator confirm and disclaim its part by signature', async () => {
    const origin = async () => ORIGINS[Number(await live.ledger.datasets.originOf(1, Number(maker)))];
    expect(await live.json(['dataset', 'confirm', '1'], 'maker')).to.include({ tableId: 1, answer: 'confirmed' });
    expect(await origin()).to.equal('confirmed');
    expect(await codeOf(live, ['dataset', 'confirm', '1'], 'maker')).to.equal('DatasetRegistry_AnswerUnchanged');
    await live.json(['dataset', 'publish', '1', data('one, again')], 'works');
    // Version 3 inherited table 1.
    expect(await live.json(['dataset', 'disclaim', '3'], 'maker')).to.include({ tableId: 1, answer: 'disclaimed' });
    expect(await origin()).to.equal('disclaimed');
    expect(await codeOf(live, ['dataset', 'confirm', '1'], 'third')).to.equal('DatasetRegistry_NotAnOriginator');
    expect(await codeOf(live, ['dataset', 'confirm', '99'], 'third')).to.equal('NOT_FOUND');
  });

  it('transfers a bound dataset to whom the source consents, and only as it was seen', async () => {
    await caughtUp(live);
    const transfer = ['dataset', 'transfer', '2', '--to', third];
    const seen = await live.json<{ fingerprint: string; bound: boolean }>([...transfer, '--dry-run']);
    expect(seen).to.deep.include({ bound: true, from: Number(maker), to: Number(third), versions: 1 });
    expect(await codeOf(live, transfer, 'maker')).to.equal('CONFIRMATION_MISSING');
    const lacking = await refusal(live, [...transfer, '--yes'], 'maker');
    expect(lacking).to.include({ code: 'DatasetRegistry_NoConsent' });

    expect(await codeOf(live, ['dataset', 'consent', '1', '2'], 'works')).to.equal('BAD_ARGUMENT');
    expect(await codeOf(live, ['dataset', 'consent', '1', '2', '--to', third], 'maker')).to.equal('DatasetRegistry_NotTheOwner');
    await live.json(['dataset', 'consent', '1', '2', '--to', third], 'works');
    expect(await live.ledger.datasets.consentOf(2, 1)).to.equal(BigInt(third));
    await live.json(['dataset', 'consent', '1', '2', '--nobody'], 'works');
    expect(await live.ledger.datasets.consentOf(2, 1)).to.equal(0n);
    await live.json(['dataset', 'consent', '1', '2', '--to', third], 'works');

    await live.json(['dataset', 'publish', '2', data('two, again')], 'maker');
    const stale = [...transfer, '--yes', '--fingerprint', seen.fingerprint];
    expect(await codeOf(live, stale, 'maker')).to.equal('DatasetRegistry_StateChanged');
    expect(await codeOf(live, [...transfer, '--yes', '--fingerprint', '0x12'], 'maker')).to.equal('BAD_ARGUMENT');
    expect(await ownerOf(2)).to.equal(maker);
    await live.json([...transfer, '--yes'], 'maker');
    expect(await ownerOf(2)).to.equal(third);
    expect((await listed(['dataset', 'owners', '2', '--newest'])).map((one) => (one.owner as { id: number }).id)).to.deep.equal(
      [third, maker].map(Number),
    );
  });

  it('releases a royalty, so that the next table need not carry it', async () => {
    expect(await codeOf(live, ['dataset', 'release', '1', '2'], 'works')).to.equal('CONFIRMATION_MISSING');
    await live.json(['dataset', 'release', '1', '2', '--yes'], 'works');
    expect(await live.ledger.datasets.releasedUpTo(2, 1)).to.equal(4n);
    expect(await codeOf(live, ['dataset', 'release', '1', '2', '--yes'], 'works')).to.equal('DatasetRegistry_NothingToRelease');
    expect(await codeOf(live, ['dataset', 'release', '1', '99', '--yes'], 'works')).to.equal('NOT_FOUND');
  });

  it('puts a claim on record', async () => {
    const { versionId } = await live.json<{ versionId: number }>(
      ['dataset', 'register', data('three'), '--no-metadata'],
      'third',
    );
    const claim = ['dataset', 'claim', String(versionId), '1', '--evidence'];
    await live.json([...claim, data('evidence.txt')], 'works');
    const [recorded] = await listed(['dataset', 'claims', String(versionId)]);
    const evidenceHash = `0x${createHash('sha256').update('evidence.txt').digest('hex')}`;
    expect(recorded).to.deep.include({ sourceId: 1, evidenceHash });
    expect(await codeOf(live, [...claim, at('none.txt')], 'works')).to.equal('FILE_UNREADABLE');
    const newer = ['dataset', 'claim', '1', String(versionId), '--evidence', at('evidence.txt')];
    expect(await codeOf(live, newer, 'third')).to.equal('DatasetRegistry_NotClaimable');
  });

  it('freezes a dataset, withdraws a version and retires', async () => {
    const { until } = await live.json<{ until: number }>(['dataset', 'freeze', '1', '--case', 'C-9', '--days', '2'], 'office');
    expect((await live.ledger.datasets.datasetOf(1)).frozenUntil).to.equal(BigInt(until));
    expect(await codeOf(live, ['dataset', 'publish', '1', at('one')], 'works')).to.equal('DatasetRegistry_Frozen');
    await live.json(['dataset', 'unfreeze', '1', '--case', 'C-9'], 'office');

    const withdraw = ['dataset', 'withdraw', '1', '--reason', 'sensor 4 was off'];
    expect(await codeOf(live, withdraw, 'works')).to.equal('CONFIRMATION_MISSING');
    expect(await codeOf(live, [...withdraw, '--yes'], 'maker')).to.equal('DatasetRegistry_NotTheOwner');
    await live.json([...withdraw, '--yes'], 'works');
    expect((await listed(['version', 'list', '--dataset', '1']))[0]).to.include({ withdrawn: 'sensor 4 was off' });
    expect((await live.cli(['version', 'show', '2'])).stdout).to.include('sensor 4 was off');

    await live.json(['dataset', 'retire', '1', '--yes'], 'works');
    expect((await live.ledger.datasets.datasetOf(1)).retired).to.equal(true);
    expect(await codeOf(live, ['dataset', 'retire', '1', '--yes'], 'works')).to.equal('DatasetRegistry_Retired');
  });
});
