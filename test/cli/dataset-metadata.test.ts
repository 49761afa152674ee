import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { encodeMetadata, parseMetadata, readMetadata } from '../../sdk/metadata.js';
import { readPublishedVersion } from '../../sdk/published-version.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

interface Registered {
  datasetId: number;
  versionId: number;
  title?: string;
  metadataHash?: string;
}

const FORM = { title: { en: 'Spindle load', ko: '스핀들 부하' }, keywords: ['milling'], columns: [{ name: 'load', unit: 'kW' }] };

describe('genba dataset register and publish with metadata', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let data: string;
  let form: string;
  before(async () => {
    live = await startLiveLedger();
    await admitCompany(live, 'works', 'Works');
    data = path.join(live.folder, 'data.csv');
    form = path.join(live.folder, 'form.json');
    writeFileSync(data, 'load\n1\n');
    writeFileSync(form, JSON.stringify(FORM, null, 2));
  });
  after(() => live.close());

  const publishedAs = ({ versionId }: Registered) => readPublishedVersion(live.ledger, versionId, live.deployment.startBlock);
  const kept = (hash: string | undefined) => path.join(live.folder, 'metadata', `${hash?.slice(2)}.jsonld`);

  it('puts the document on the chain, and keeps it byte for byte', async () => {
    const registered = await live.json<Registered>(['dataset', 'register', data, '--metadata', form], 'works');
    const { metadataHash, metadataUri } = await publishedAs(registered);
    expect(registered).to.include({ title: 'Spindle load', metadataHash });
    expect(readMetadata(metadataUri, metadataHash)).to.deep.equal(parseMetadata(FORM));
    expect(
      `0x${createHash('sha256')
        .update(readFileSync(kept(metadataHash)))
        .digest('hex')}`,
    ).to.equal(metadataHash);
  });

  it('puts only hash and URI there when told, from a document too, and says both to people', async () => {
    const { text, hash } = encodeMetadata(parseMetadata(FORM));
    const document = path.join(live.folder, 'document.json');
    writeFileSync(document, JSON.stringify(JSON.parse(text), null, 2));
    const uri = 'https://works.example/spindle.jsonld';
    const options = ['--metadata', document, '--metadata-uri', uri];
    const { code, stdout } = await live.cli(['dataset', 'register', data, ...options], 'works');
    expect(code).to.equal(0);
    expect(stdout).to.match(/^title {3}Spindle load$/m);
    expect(stdout).to.include(`metadata ${hash}\n`);
    const versionId = Number(/version (\d+)/.exec(stdout)?.[1]);
    expect(await publishedAs({ datasetId: 0, versionId })).to.include({ metadataHash: hash, metadataUri: uri });
    expect(existsSync(kept(hash))).to.equal(true);
  });

  it('takes over nothing from the version before, and asks nobody who is not at a terminal', async () => {
    const registered = await live.json<Registered>(['dataset', 'register', data, '--no-metadata'], 'works');
    const { datasetId } = registered;
    expect(await publishedAs(registered)).to.include({ metadataHash: ZeroHash, metadataUri: '' });
    const next = await live.json<Registered>(['dataset', 'publish', String(datasetId), data, '--metadata', form], 'works');
    expect(await publishedAs(next)).to.include({ metadataHash: next.metadataHash });
    const { code, stdout, stderr } = await live.cli(['dataset', 'publish', String(datasetId), data], 'works');
    // Its bytes are those of versions before: that is told, and nothing is asked.
    const twin = 'note: these very bytes are registered already, as version 1 of dataset 1 by Works\n';
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: twin });
    expect(await publishedAs({ datasetId, versionId: Number(/version (\d+)/.exec(stdout)?.[1]) })).to.include({
      metadataHash: ZeroHash,
      metadataUri: '',
    });
  });

  it('is shown, listed and found by any of its titles, and stands for later versions that say nothing', async () => {
    await live.service.index.reached(await live.provider.getBlockNumber());
    const { stdout: list } = await live.cli(['dataset', 'show']);
    expect(list).to.include('Spindle load').and.not.include('base64');
    const api = createApi(live.service.url);
    const [first] = (await api.all('datasets')).data.filter((one) => one.title === 'Spindle load');
    const { data: shown } = await api.get('dataset', { id: first?.id });
    expect(shown.metadata).to.deep.equal(parseMetadata(FORM));
    const { data: hits } = await api.get('search', { q: '스핀들' });
    expect(hits).to.deep.include({ kind: 'dataset', id: first?.id, label: 'Spindle load', matched: 'title' });
    expect(shown.current.title).to.equal('Spindle load');
  });

  it('sends nothing when the metadata is refused', async () => {
    const before = await live.provider.getBlockNumber();
    const bad = path.join(live.folder, 'bad.json');
    const codeOf = async (content: string | Buffer) => {
      writeFileSync(bad, content);
      const { code, stderr } = await live.cli(['--json', 'dataset', 'register', data, '--metadata', bad], 'works');
      expect(code).to.equal(1);
      return JSON.parse(stderr) as { code: string; details: unknown };
    };
    expect(await codeOf('{"title":"x","license":"MIT"}')).to.deep.include({
      code: 'BAD_METADATA',
      details: { key: 'license', problem: 'there is no such key' },
    });
    expect((await codeOf('{"title":')).code).to.equal('BAD_METADATA');
    expect((await codeOf(Buffer.from('{"title":"\xff"}', 'latin1'))).code).to.equal('BAD_METADATA');
    expect((await codeOf(' '.repeat(300_000))).code).to.equal('METADATA_TOO_LARGE');
    const missing = await live.cli(['--json', 'dataset', 'register', data, '--metadata', '/no/such'], 'works');
    expect(JSON.parse(missing.stderr)).to.include({ code: 'FILE_UNREADABLE' });
    expect(await live.provider.getBlockNumber()).to.equal(before);
  });
});
