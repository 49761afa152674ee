import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';

let template: Promise<string> | undefined;

/**
 * Puts an empty database where a store looks for one in its folder. It is made once for this process: to make one takes PGlite five times as long as to
 * copy and open it, and tests want hundreds.
 *
 * @param folder - Of the store.
 */
export async function copyEmptyDatabase(folder: string): Promise<void> {
  template ??= makeTemplate();
  cpSync(await template, path.join(folder, 'db'), { recursive: true });
}

async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'genba-pglite-'));
  const database = await PGlite.create(folder);
  await database.close();
  return folder;
}

// Root-level: after all tests of this process.
after(async () => {
  if (template !== undefined) rmSync(await template, { recursive: true, force: true });
});
