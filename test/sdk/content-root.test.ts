import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { contentRootOf } from '../../sdk/content-root.js';
import { CHUNK_BYTES, createMerkleTree, differingChunks, leafHash } from '../../sdk/merkle-tree.js';

const sha256 = (...parts: Uint8Array[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 9162 section 2.1.1, by its own recursive definition. */
function merkleTreeHash(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), entries[0] as Uint8Array);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), merkleTreeHash(entries.slice(0, k)), merkleTreeHash(entries.slice(k)));
}

describe('content root', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-root-'));
  after(() => rmSync(folder, { recursive: true }));

  it('agrees with the definition of RFC 9162 for 0 to 70 leaves', () => {
    for (let count = 0; count <= 70; count++) {
      const entries = Array.from({ length: count }, (_, i) => Buffer.from(`leaf ${i}`));
      const tree = createMerkleTree();
      for (const entry of entries) tree.add(leafHash(entry));
      expect(Buffer.from(tree.root()).equals(merkleTreeHash(entries)), `${count} leaves`).to.equal(true);
    }
  });

  it('gives the vectors of Certificate Transparency', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    const roots: Record<number, string> = {
      1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    };
    const tree = createMerkleTree();
    inputs.forEach((input, i) => {
      tree.add(leafHash(Buffer.from(input, 'hex')));
      if (roots[i + 1] !== undefined) expect(Buffer.from(tree.root()).toString('hex')).to.equal(roots[i + 1]);
    });
  });

  for (const size of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 5 * CHUNK_BYTES + 7]) {
    it(`reads a file of ${size} bytes in chunks of 64 KiB`, async () => {
      const file = path.join(folder, String(size));
      const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * 31) % 251));
      writeFileSync(file, bytes);
      const chunks = Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, (_, i) =>
        bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES),
      );
      const content = await contentRootOf(file);
      expect(content.root).to.equal(`0x${merkleTreeHash(chunks).toString('hex')}`);
      expect(content.byteSize).to.equal(size);
      expect(Buffer.from(content.leaves)).to.deep.equal(Buffer.concat(chunks.map((chunk) => sha256(Buffer.of(0), chunk))));
    });
  }

  it('gives the vectors of docs/content-root.md', async () => {
    const vectors: [Buffer, string][] = [
      [Buffer.alloc(0), 'empty'],
      [Buffer.from('abc'), '`abc`'],
      [Buffer.alloc(65_536, 'a'), '65,536 bytes `a`'],
      [Buffer.alloc(65_537, 'a'), '65,537 bytes `a`'],
      [Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251)), '200,000 bytes, byte *i* = *i* mod 251'],
    ];
    const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'content-root.md'), 'utf8');
    for (const [content, name] of vectors) {
      const file = path.join(folder, 'vector');
      writeFileSync(file, content);
      const { root } = await contentRootOf(file);
      expect(page).to.include(`| ${name} | \`${root.slice(2)}\` |`);
    }
  });

  it('notices that a file is written while it is read', async () => {
    const file = path.join(folder, 'growing');
    writeFileSync(file, Buffer.alloc(3 * CHUNK_BYTES));
    const refusal = await contentRootOf(file, (done) => {
      if (done === CHUNK_BYTES) appendFileSync(file, 'more');
    }).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'FILE_CHANGED' });
  });

  it('names chunks that differ, are missing or are too many', () => {
    const leaves = (letters: string) => Buffer.concat([...letters].map((letter) => Buffer.alloc(32, letter)));
    expect(differingChunks(leaves('abc'), leaves('axc'))).to.deep.equal([1]);
    expect(differingChunks(leaves('abc'), leaves('a'))).to.deep.equal([1, 2]);
    expect(differingChunks(leaves('a'), leaves('ab'))).to.deep.equal([1]);
    expect(differingChunks(leaves('ab'), leaves('ab'))).to.deep.equal([]);
  });
});
