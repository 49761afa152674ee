import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { folderRootOf } from '../../sdk/folder.js';
import { FOLDER_FORMAT } from '../../sdk/manifest.js';
import { CHUNK_BYTES } from '../../sdk/merkle-tree.js';
import { readPublishedVersion } from '../../sdk/published-version.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

const DATA = path.resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const LINEAGE = path.join(DATA, 'nist-tdp-cover-lineage');

interface Registered {
  datasetId: number;
  versionId: number;
  contentRoot: string;
  byteSize: number;
}

interface Problem {
  code: string;
  message: string;
  details: Record<string, unknown>;
}

describe('genba dataset register, publish and verify', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let dataset: Registered;
  const at = (...names: string[]) => path.join(live.folder, 'data', ...names);

  before(async () => {
    live = await startLiveLedger();
    await admitCompany(live, 'works', 'Works');
    mkdirSync(at('day 1', 'empty'), { recursive: true });
    writeFileSync(at('day 1', 'line 1.csv'), Buffer.alloc(4 * CHUNK_BYTES - 100, 1));
    writeFileSync(at('day 1', '.hidden'), 'hidden');
    writeFileSync(at('측정.csv'), 'a,b\n');
  });
  after(() => live.close());

  const refused = async (args: string[], key?: string): Promise<Problem> => {
    const { code, stderr } = await live.cli(['--json', ...args], key);
    expect(code).to.equal(1);
    return JSON.parse(stderr) as Problem;
  };
  /** Verifies a copy of the folder that was changed. */
  const verifyChanged = async (change: (copy: string) => void, more: string[] = []): Promise<Problem> => {
    const copy = path.join(live.folder, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(at(), copy, { recursive: true });
    change(copy);
    const problem = await refused(['dataset', 'verify', String(dataset.datasetId), copy, ...more]);
    expect(problem.code).to.equal('FILE_DIFFERS');
    return problem;
  };
  const chunksOf = (root: string) => path.join(live.folder, 'chunks', `${root.slice(2)}.json`);
  const flip = (file: string, offset: number) => {
    const bytes = readFileSync(file);
    bytes[offset] = (bytes[offset] as number) ^ 1;
    writeFileSync(file, bytes);
  };

  it('registers a folder by the root of its manifest', async () => {
    dataset = await live.json<Registered>(['dataset', 'register', at()], 'works');
    const content = await folderRootOf(at());
    expect(content.files.map((file) => file.path)).to.deep.equal(['day 1/.hidden', 'day 1/line 1.csv', '측정.csv']);
    expect(dataset).to.include({ contentRoot: content.root, byteSize: 4 * CHUNK_BYTES - 100 + 6 + 4 });
    expect(await live.ledger.datasets.contentRootOf(dataset.versionId)).to.equal(content.root);
    const published = await readPublishedVersion(live.ledger, dataset.versionId, live.deployment.startBlock);
    expect(published).to.include({ format: FOLDER_FORMAT, byteSize: BigInt(dataset.byteSize) });
  });

  it('says that an unchanged copy is the version, and that of a copy without its empty sub-folder', async () => {
    expect(await live.json(['dataset', 'verify', String(dataset.datasetId), at()])).to.include({ matches: true });
    rmSync(at('day 1', 'empty'), { recursive: true });
    expect(await live.json(['dataset', 'verify', String(dataset.datasetId), at()])).to.include({ matches: true });
  });

  it('names the file and the chunk of one changed byte', async () => {
    const { details, message } = await verifyChanged((copy) => flip(path.join(copy, 'day 1', 'line 1.csv'), CHUNK_BYTES + 3));
    expect(details.differing).to.deep.equal([{ path: 'day 1/line 1.csv', chunks: [1] }]);
    expect(details).to.deep.include({ missing: [], extra: [], renamed: [] });
    expect(message).to.include('day 1/line 1.csv: chunk 2 of 4 (bytes 65536 to 131071) differs');
  });

  it('names files that are missing, extra and renamed', async () => {
    const missing = await verifyChanged((copy) => rmSync(path.join(copy, '측정.csv')));
    expect(missing.details).to.deep.include({ missing: ['측정.csv'], extra: [], differing: [], renamed: [] });
    const extra = await verifyChanged((copy) => writeFileSync(path.join(copy, 'new\nname'), ''));
    expect(extra.details).to.deep.include({ missing: [], extra: ['new\nname'], differing: [], renamed: [] });
    expect(extra.message).to.include('new\\u000aname');
    const renamed = await verifyChanged((copy) => renameSync(path.join(copy, '측정.csv'), path.join(copy, 'b.csv')));
    expect(renamed.details).to.deep.include({
      missing: ['측정.csv'],
      extra: ['b.csv'],
      differing: [],
      renamed: [{ from: '측정.csv', to: 'b.csv' }],
    });
  });

  it('takes the list of the publisher where the home has none, or only its manifest', async () => {
    const list = path.join(live.folder, 'given.json');
    renameSync(chunksOf(dataset.contentRoot), list);
    const change = (copy: string) => appendFileSync(path.join(copy, 'day 1', 'line 1.csv'), Buffer.alloc(200, 1));
    expect((await verifyChanged(change)).details).to.not.have.any.keys('differing', 'chunks');
    const given = await verifyChanged(change, ['--chunks', list]);
    expect(given.details.differing).to.deep.equal([{ path: 'day 1/line 1.csv', chunks: [3, 4] }]);
    const content = JSON.parse(readFileSync(list, 'utf8')) as { files: { chunks?: string[]; byteSize: number }[] };
    for (const file of content.files) delete file.chunks;
    writeFileSync(list, JSON.stringify(content));
    const manifest = await verifyChanged(change, ['--chunks', list]);
    expect(manifest.details.differing).to.deep.equal([{ path: 'day 1/line 1.csv' }]);
    (content.files[0] as { byteSize: number }).byteSize++;
    writeFileSync(list, JSON.stringify(content));
    const wrong = await refused(['dataset', 'verify', String(dataset.datasetId), at(), '--chunks', list]);
    expect(wrong.code).to.equal('BAD_CHUNK_LIST');
  });

  it('publishes a file as the next version, with the same form of list, and reads the earlier form', async () => {
    const file = at('day 1', 'line 1.csv');
    const version = await live.json<Registered>(['dataset', 'publish', String(dataset.datasetId), file], 'works');
    const changed = path.join(live.folder, 'changed.csv');
    const verify = (more: string[] = []) => refused(['dataset', 'verify', String(dataset.datasetId), changed, ...more]);
    writeFileSync(changed, readFileSync(file).subarray(0, 2 * CHUNK_BYTES));
    const shorter = await verify();
    expect(shorter.details.chunks).to.deep.equal([2, 3]);
    expect(shorter.message).to.include('it ends before chunk 3 of 4 (bytes 131072 to 196607)');
    const { files } = JSON.parse(readFileSync(chunksOf(version.contentRoot), 'utf8')) as { files: [{ chunks: string[] }] };
    rmSync(chunksOf(version.contentRoot));
    const array = path.join(live.folder, 'array.json');
    writeFileSync(array, JSON.stringify(files[0].chunks));
    expect((await verify(['--chunks', array])).details.chunks).to.deep.equal([2, 3]);
  });

  it('refuses a folder for a file and a file for a folder', async () => {
    const id = String(dataset.datasetId);
    const folderForFile = await refused(['dataset', 'verify', id, at()]);
    expect(folderForFile).to.deep.include({ code: 'CONTENT_KIND_DIFFERS' });
    expect(folderForFile.details).to.include({ registered: 'file', given: 'folder' });
    const args = ['dataset', 'verify', id, at('측정.csv'), '--version-id', String(dataset.versionId)];
    const fileForFolder = await refused(args);
    expect(fileForFolder).to.deep.include({ code: 'CONTENT_KIND_DIFFERS' });
    expect(fileForFolder.details).to.include({ registered: 'folder', given: 'file' });
  });

  it('registers nothing of a folder that is empty', async () => {
    mkdirSync(path.join(live.folder, 'nothing'));
    const before = await live.ledger.datasets.versionCount();
    expect((await refused(['dataset', 'register', path.join(live.folder, 'nothing')], 'works')).code).to.equal('FOLDER_EMPTY');
    expect(await live.ledger.datasets.versionCount()).to.equal(before);
  });

  it('registers and verifies a folder of real data', async function () {
    if (!existsSync(LINEAGE)) {
      console.log(`      skipped: no real data at ${DATA}`);
      this.skip();
    }
    const real = await live.json<Registered>(['dataset', 'register', LINEAGE], 'works');
    expect(await live.json(['dataset', 'verify', String(real.datasetId), LINEAGE])).to.include({ matches: true });
    const list = JSON.parse(readFileSync(chunksOf(real.contentRoot), 'utf8')) as { files: { path: string; byteSize: number }[] };
    expect(list.files.map((file) => file.path)).to.include('7-inspection/7_18_2017 9_24_30 AM Cover_Results.qif');
    expect(list.files).to.have.length(
      readdirSync(LINEAGE, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).length,
    );
    expect(list.files.reduce((sum, file) => sum + file.byteSize, 0)).to.equal(real.byteSize);
  });
});
