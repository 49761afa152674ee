import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import nodePath from 'node:path';
import { type ContentRoot, contentRootOf } from './content-root.js';
import { LedgerError } from './errors.js';
import { parseFilePath, quoteName } from './file-name.js';
import { type ManifestEntry, rootOfManifest, sortByPath } from './manifest.js';

/** A file of a folder with its leaf hashes. */
export type FolderFile = ManifestEntry & ContentRoot;

/** A folder's commitment. */
export interface FolderRoot {
  /** Content root of the manifest, 32 bytes in hex with 0x. */
  root: string;
  /** The files' sizes in all, in bytes. */
  byteSize: number;
  /** Sorted by path. */
  files: FolderFile[];
}

/** A file as the file system describes it. */
interface Seen {
  path: string;
  size: bigint;
  /** Changes when the file is written, or another takes its place. */
  state: string;
}

/**
 * Computes a folder's content root from all files in it, hidden ones too, reading each once. Sub-folders without files leave no trace.
 *
 * @param folder - Path of the folder.
 * @param onProgress - Called after each chunk with bytes done and bytes in all.
 * @throws `FOLDER_EMPTY`, `FOLDER_ENTRY_REFUSED` for what is neither file nor folder, `BAD_FILE_NAME`, `FILE_CHANGED` when a file changed,
 * came or went meanwhile.
 */
export async function folderRootOf(
  folder: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<FolderRoot> {
  const before = await listFiles(folder);
  if (before.length === 0) throw new LedgerError('FOLDER_EMPTY', { folder });
  const total = Number(before.reduce((sum, file) => sum + file.size, 0n));
  const files: FolderFile[] = [];
  let byteSize = 0;
  for (const { path } of before) {
    const content = await contentRootOf(nodePath.join(folder, path), (done) => onProgress(byteSize + done, total));
    files.push({ path, ...content });
    byteSize += content.byteSize;
  }
  const changed = firstChange(before, await listFiles(folder));
  if (changed !== undefined) throw new LedgerError('FILE_CHANGED', { file: quoteName(nodePath.join(folder, changed)) });
  return { root: rootOfManifest(files), byteSize, files };
}

/** Lists a folder's files, sorted by path. */
async function listFiles(folder: string): Promise<Seen[]> {
  const files: Seen[] = [];
  const folders = [''];
  for (let parent = folders.pop(); parent !== undefined; parent = folders.pop()) {
    const entries = await readdir(nodePath.join(folder, parent), { withFileTypes: true, encoding: 'buffer' });
    for (const entry of entries) {
      const path = `${parent}${nameOf(entry, parent)}`;
      if (entry.isDirectory()) folders.push(`${parseFilePath(path)}/`);
      else if (entry.isFile()) files.push(await look(folder, parseFilePath(path)));
      else throw new LedgerError('FOLDER_ENTRY_REFUSED', { name: quoteName(path), kind: kindOf(entry) });
    }
  }
  return sortByPath(files);
}

/** A name as text; bytes that are no UTF-8 have no text that would name the same file everywhere. */
function nameOf(entry: Dirent<Buffer>, parent: string): string {
  const name = entry.name.toString('utf8');
  if (isUtf8(entry.name)) return name;
  throw new LedgerError('BAD_FILE_NAME', { name: quoteName(`${parent}${name}`), problem: 'is no valid UTF-8' });
}

async function look(folder: string, path: string): Promise<Seen> {
  const { size, mtimeNs, ino } = await lstat(nodePath.join(folder, path), { bigint: true });
  return { path, size, state: `${size} ${mtimeNs} ${ino}` };
}

function kindOf(entry: Dirent<Buffer>): string {
  if (entry.isSymbolicLink()) return 'symbolic link';
  if (entry.isSocket()) return 'socket';
  if (entry.isFIFO()) return 'pipe';
  return 'device';
}

/** A file that changed, went or came between two looks. */
function firstChange(before: readonly Seen[], after: readonly Seen[]): string | undefined {
  const known = new Set(before.map((file) => file.path));
  const states = new Map(after.map((file) => [file.path, file.state]));
  const changed = before.find((file) => states.get(file.path) !== file.state) ?? after.find((file) => !known.has(file.path));
  return changed?.path;
}
