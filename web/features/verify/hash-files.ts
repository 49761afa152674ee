import { hexlify } from 'ethers';
import { rootOfManifest } from '../../../sdk/manifest.js';
import { CHUNK_BYTES, createMerkleTree, leafHash } from '../../../sdk/merkle-tree.js';
import type { Given, Said } from './messages.js';

/** Bytes that are read at once: a whole number of chunks. */
const READ_BYTES = 64 * CHUNK_BYTES;

/**
 * Hashes a file, or a folder by its manifest, as `genba dataset register` does.
 *
 * @param given - What was dropped.
 * @param onProgress - Called after each read, with percent.
 * @returns The content root, 32 bytes in hex with 0x.
 */
async function contentRootOf(given: Given, onProgress: (percent: number) => void): Promise<string> {
  const total = given.files.reduce((sum, { file }) => sum + file.size, 0);
  let done = 0;
  const entries: { path: string; byteSize: number; root: string }[] = [];
  for (const { file, path } of given.files) {
    const tree = createMerkleTree();
    for (let start = 0; start < file.size; start += READ_BYTES) {
      const bytes = new Uint8Array(await file.slice(start, start + READ_BYTES).arrayBuffer());
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) tree.add(leafHash(bytes.subarray(at, at + CHUNK_BYTES)));
      done += bytes.length;
      onProgress(Math.floor((done * 100) / Math.max(total, 1)));
    }
    entries.push({ path, byteSize: file.size, root: hexlify(tree.root()) });
  }
  return given.folder ? rootOfManifest(entries) : (entries[0]?.root ?? '');
}

self.onmessage = async ({ data }: MessageEvent<Given>) => {
  const say = (message: Said) => self.postMessage(message);
  try {
    let shown = -1;
    const root = await contentRootOf(data, (percent) => {
      if (percent !== shown) say({ type: 'progress', percent });
      shown = percent;
    });
    say({ type: 'done', root });
  } catch (error) {
    const { code, details } = error as { code?: string; details?: { name?: string } };
    // A name is refused by us, a file that can't be read by the browser.
    if (code === 'BAD_FILE_NAME') say({ type: 'refused', reason: 'badName', path: details?.name ?? '' });
    else say({ type: 'refused', reason: 'unreadable' });
  }
};
