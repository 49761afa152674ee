import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { compareFiles } from '../../sdk/compare-files.js';
import { quoteName } from '../../sdk/file-name.js';
import { folderRootOf } from '../../sdk/folder.js';
import { encodeManifest, rootOfManifest, sortByPath } from '../../sdk/manifest.js';
import { CHUNK_BYTES } from '../../sdk/merkle-tree.js';

const PAGE = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'content-root.md'), 'utf8');

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** The root of bytes by the recursive definition of RFC 9162, apart from the code under test. */
function rootByDefinition(bytes: Buffer): string {
  const hash = (chunks: Buffer[]): Buffer => {
    if (chunks.length === 0) return sha256(Buffer.alloc(0));
    if (chunks.length === 1) return sha256(Buffer.concat([Buffer.of(0), chunks[0] as Buffer]));
    let k = 1;
    while (k * 2 < chunks.length) k *= 2;
    return sha256(Buffer.concat([Buffer.of(1), hash(chunks.slice(0, k)), hash(chunks.slice(k))]));
  };
  const count = Math.ceil(bytes.length / 65_536);
  return hash(Array.from({ length: count }, (_, i) => bytes.subarray(i * 65_536, (i + 1) * 65_536))).toString('hex');
}

/** A manifest as docs/content-root.md defines it, apart from the code under test. */
function manifestByDefinition(files: Record<string, Buffer>): Buffer {
  const records = Object.entries(files).map(([name, content]) => ({
    name: Buffer.from(name, 'utf8'),
    head: Buffer.from(`${rootByDefinition(content)} ${content.length} `, 'latin1'),
  }));
  records.sort((a, b) => Buffer.compare(a.name, b.name));
  return Buffer.concat(records.flatMap(({ head, name }) => [head, name, Buffer.of(0)]));
}

describe('folder root', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (files: Record<string, Buffer>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
  };
  const refusal = (onProgress?: () => void) =>
    folderRootOf(folder, onProgress).then(
      () => undefined,
      (error: unknown) => error as { code: string; details: Record<string, unknown>; message: string },
    );

  /** Names that a careless format takes for something else; the last two sort differently in UTF-16 and in UTF-8. */
  const AWKWARD: Record<string, Buffer> = {
    'two  spaces ': Buffer.from('a'),
    'line\nbreak': Buffer.from('b'),
    'tab\tquote"\'': Buffer.from('c'),
    'back\\slash': Buffer.from('d'),
    '.hidden/.file': Buffer.from('e'),
    'a/b': Buffer.from('f'),
    'a-b': Buffer.from('g'),
    '측정/測定.csv': Buffer.from('h'),
    '\u{1f3ed}': Buffer.from('i'),
    '\uff01': Buffer.from('j'),
    empty: Buffer.alloc(0),
    large: Buffer.alloc(2 * CHUNK_BYTES + 5, 7),
  };

  it('agrees with the definition for awkward names, empty and large files', async () => {
    put(AWKWARD);
    const content = await folderRootOf(folder);
    const manifest = manifestByDefinition(AWKWARD);
    expect(Buffer.from(encodeManifest(content.files))).to.deep.equal(manifest);
    expect(content.root).to.equal(`0x${rootByDefinition(manifest)}`);
    expect(content.byteSize).to.equal(Object.values(AWKWARD).reduce((sum, bytes) => sum + bytes.length, 0));
    expect(content.files.map((file) => file.leaves.length / 32).filter((count) => count !== 1)).to.deep.equal([0, 3]);
  });

  it('makes a tree over a manifest of more than one chunk', async () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`part ${i}.csv`, Buffer.from(String(i))]));
    put(files);
    const manifest = manifestByDefinition(files);
    expect(manifest.length).to.be.greaterThan(CHUNK_BYTES);
    expect((await folderRootOf(folder)).root).to.equal(`0x${rootByDefinition(manifest)}`);
  });

  it('gives the vector of docs/content-root.md', async () => {
    put({ 'b.csv': Buffer.alloc(0), 'a b.txt': Buffer.from('abc'), 'log/1.txt': Buffer.alloc(65_537, 'a') });
    const content = await folderRootOf(folder);
    const bytes = Buffer.from(encodeManifest(content.files));
    expect(PAGE).to.include(bytes.toString('utf8').replaceAll('\0', '␀\n'));
    expect(PAGE).to.include(`${bytes.length} bytes with SHA-256 \`${sha256(bytes).toString('hex')}\``);
    expect(PAGE).to.include(`root of the folder is \`${content.root.slice(2)}\``);
    expect(PAGE).to.include(`its size ${content.byteSize.toLocaleString('en')} bytes`);
  });

  it('leaves empty sub-folders out, and takes the folder for the same wherever it is', async () => {
    put({ 'x/1': Buffer.from('1') });
    const { root } = await folderRootOf(folder);
    mkdirSync(path.join(folder, 'x', 'empty'));
    expect((await folderRootOf(`${folder}/`)).root).to.equal(root);
    expect((await folderRootOf(path.relative(process.cwd(), folder))).root).to.equal(root);
  });

  it('reports bytes done of all', async () => {
    put({ 1: Buffer.alloc(CHUNK_BYTES + 1), 2: Buffer.alloc(10) });
    const seen: [number, number][] = [];
    await folderRootOf(folder, (done, total) => seen.push([done, total]));
    const total = CHUNK_BYTES + 11;
    expect(seen).to.deep.equal([
      [CHUNK_BYTES, total],
      [CHUNK_BYTES + 1, total],
      [total, total],
    ]);
  });

  it('refuses a folder without files', async () => {
    mkdirSync(path.join(folder, 'x', 'y'), { recursive: true });
    expect(await refusal()).to.include({ code: 'FOLDER_EMPTY' });
  });

  it('refuses symbolic links, whatever they lead to, pipes and sockets', async () => {
    put({ data: Buffer.from('1') });
    const kindOf = async (name: string) => {
      const problem = await refusal();
      unlinkSync(path.join(folder, name));
      expect(problem).to.include({ code: 'FOLDER_ENTRY_REFUSED' });
      expect(problem?.details.name).to.equal(name);
      return problem?.details.kind;
    };
    for (const target of ['data', '.', 'nowhere']) {
      symlinkSync(target, path.join(folder, 'link'));
      expect(await kindOf('link')).to.equal('symbolic link');
    }
    if (process.platform === 'win32') return;
    execFileSync('sh', ['-c', 'mkfifo "$0"', path.join(folder, 'pipe')]);
    expect(await kindOf('pipe')).to.equal('pipe');
    const server = createServer().listen(path.join(folder, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    const problem = await refusal();
    await new Promise((resolve) => server.close(resolve));
    expect(problem).to.include({ code: 'FOLDER_ENTRY_REFUSED' });
    expect(problem?.details).to.deep.equal({ name: 'socket', kind: 'socket' });
  });

  it('refuses names that are no UTF-8, of files and of folders', async function () {
    if (process.platform !== 'linux') {
      console.log('      skipped: only Linux takes names that are no UTF-8');
      this.skip();
    }
    const name = Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.of(0xff)]);
    writeFileSync(name, '1');
    expect(await refusal()).to.include({ code: 'BAD_FILE_NAME' });
    unlinkSync(name);
    mkdirSync(name);
    expect(await refusal()).to.include({ code: 'BAD_FILE_NAME' });
  });

  const changes: Record<string, () => void> = {
    'is written': () => writeFileSync(path.join(folder, '1'), 'XX'),
    'grows after it was read': () => writeFileSync(path.join(folder, '1'), 'longer'),
    'comes after the others': () => writeFileSync(path.join(folder, '3'), '3'),
    'comes before the others': () => writeFileSync(path.join(folder, '0'), '0'),
    goes: () => unlinkSync(path.join(folder, '1')),
    'gets another name': () => renameSync(path.join(folder, '1'), path.join(folder, '1b')),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`refuses a folder in which a file ${what} meanwhile`, async () => {
      put({ 1: Buffer.from('11'), 2: Buffer.from('22') });
      let calls = 0;
      const problem = await refusal(() => {
        if (++calls === 2) change();
      });
      expect(problem).to.include({ code: 'FILE_CHANGED' });
    });
  }
});

describe('manifest', () => {
  const entry = (name: string) => ({ path: name, byteSize: 1, root: `0x${'1'.repeat(64)}` });

  for (const name of ['', '/a', 'a/', 'a//b', '.', 'a/../b', 'a/.', 'a\0b', 'a\ud800']) {
    it(`refuses the path ${JSON.stringify(name)}`, () => {
      expect(() => encodeManifest([entry(name)]))
        .to.throw()
        .with.property('code', 'BAD_FILE_NAME');
    });
  }

  it('refuses one path twice', () => {
    expect(() => rootOfManifest([entry('a'), entry('b'), entry('a')]))
      .to.throw()
      .with.property('code', 'BAD_FILE_NAME');
  });

  it('sorts by UTF-8 bytes, not by UTF-16 units', () => {
    const names = ['b', '\u{1f3ed}', '\uff01', 'a/b', 'a', 'a-b'];
    expect(sortByPath(names.map(entry)).map((one) => one.path)).to.deep.equal(['a', 'a-b', 'a/b', 'b', '\uff01', '\u{1f3ed}']);
  });
});

describe('comparing files', () => {
  const file = (name: string, letters: string, leaves = true) => ({
    path: name,
    root: letters,
    ...(leaves && { leaves: Buffer.concat([...letters].map((letter) => Buffer.alloc(32, letter))) }),
  });

  it('names what differs, with chunks where both sides know them', () => {
    const registered = [file('same', 'ab'), file('one', 'abc'), file('two', 'ab', false)];
    const actual = [file('same', 'ab'), file('one', 'axc'), file('two', 'xb')];
    expect(compareFiles(registered, actual)).to.deep.equal({
      differing: [{ path: 'one', chunks: [1] }, { path: 'two' }],
      missing: [],
      extra: [],
      renamed: [],
    });
  });

  it('names what is missing, extra, and moved: each file at most once', () => {
    const registered = [file('a', 'x'), file('b', 'x'), file('c', 'y')];
    const actual = [file('d', 'x'), file('e', 'z')];
    expect(compareFiles(registered, actual)).to.deep.equal({
      differing: [],
      missing: ['a', 'b', 'c'],
      extra: ['d', 'e'],
      renamed: [{ from: 'a', to: 'd' }],
    });
  });
});

describe('quoting a file name', () => {
  it('lets no name break the line, move the cursor or turn the text', () => {
    expect(quoteName('plain 측정 (1).csv')).to.equal('plain 측정 (1).csv');
    expect(quoteName('a\nb\u001b[2J\u202ec\u009b')).to.equal('a\\u000ab\\u001b[2J\\u202ec\\u009b');
  });
});
