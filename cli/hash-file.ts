import { type ContentRoot, contentRootOf } from '../sdk/content-root.js';
import { LedgerError } from '../sdk/errors.js';
import type { Context } from './context.js';

/**
 * Hashes a file with progress.
 *
 * @throws `FILE_UNREADABLE`.
 */
export async function hashFile(context: Context, file: string): Promise<ContentRoot> {
  let shown = 0;
  try {
    const root = await contentRootOf(file, (done, total) => {
      if (Date.now() - shown < 200) return;
      shown = Date.now();
      context.progress(`hashing ${file}: ${Math.floor((done * 100) / Math.max(total, 1))} %`);
    });
    if (shown > 0) context.progress('');
    return root;
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', {
      file,
      problem: (error as NodeJS.ErrnoException).code ?? (error as Error).message,
    });
  }
}
