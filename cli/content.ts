import { stat } from 'node:fs/promises';
import { contentRootOf, FILE_FORMAT } from '../sdk/content-root.js';
import { LedgerError } from '../sdk/errors.js';
import { quoteName } from '../sdk/file-name.js';
import { type FolderFile, folderRootOf } from '../sdk/folder.js';
import { FOLDER_FORMAT } from '../sdk/manifest.js';
import type { Context } from './context.js';

/** A file or folder that was hashed. */
export interface Content {
  /** `FILE_FORMAT` or `FOLDER_FORMAT`. */
  format: number;
  /** 32 bytes in hex with 0x. */
  root: string;
  /** In bytes. */
  byteSize: number;
  /** A folder's files; for a file, itself with an empty path. */
  files: FolderFile[];
}

/**
 * Says in which format a path is hashed.
 *
 * @throws `FILE_UNREADABLE`.
 */
export async function formatOf(file: string): Promise<number> {
  const stats = await stat(file).catch((error: unknown) => {
    throw unreadable(error, file);
  });
  return stats.isDirectory() ? FOLDER_FORMAT : FILE_FORMAT;
}

/**
 * Hashes a file or folder with progress.
 *
 * @throws `FILE_UNREADABLE`, and what `contentRootOf` and `folderRootOf` refuse.
 */
export async function hashContent(context: Context, file: string): Promise<Content> {
  const format = await formatOf(file);
  let shown = 0;
  const onProgress = (done: number, total: number) => {
    if (Date.now() - shown < 200) return;
    shown = Date.now();
    context.progress(`hashing ${quoteName(file)}: ${Math.floor((done * 100) / Math.max(total, 1))} %`);
  };
  try {
    if (format === FOLDER_FORMAT) return { format, ...(await folderRootOf(file, onProgress)) };
    const content = await contentRootOf(file, onProgress);
    return { format, root: content.root, byteSize: content.byteSize, files: [{ path: '', ...content }] };
  } catch (error) {
    throw error instanceof LedgerError ? error : unreadable(error, file);
  } finally {
    if (shown > 0) context.progress('');
  }
}

/** A file system's error as a refusal that names the very file. */
function unreadable(error: unknown, file: string): LedgerError {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return new LedgerError('FILE_UNREADABLE', { file: quoteName(path ?? file), problem: code ?? message });
}
