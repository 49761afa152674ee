import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findPostgres, startPostgres } from '../../test/support/postgres.js';
import { describeKinds, eventKinds } from './event-kinds.js';
import type { SavedChain } from './fill-chain.js';
import type { Indexer } from './indexers/indexer.js';
import { WORK } from './places.js';
import { runAnvil } from './run-anvil.js';
import { type Ground, titleOf } from './run-indexer.js';
import { whenCutOff } from './when-cut-off.js';

/** What stands while a bench runs. */
export interface OpenGround {
  ground: Ground;
  close(): Promise<void>;
}

/**
 * Prepares indexers and starts a filled chain and PostgreSQL, which keeps what it is told as a user's would.
 *
 * @param say - Told what takes long.
 */
export async function openGround(
  { file, manifest }: SavedChain,
  indexers: readonly Indexer[],
  say: (line: string) => void,
): Promise<OpenGround> {
  if (process.platform !== 'linux') throw new Error('processes are measured by /proc, which only Linux has');
  const programs = findPostgres();
  if (programs === undefined) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  const kinds = eventKinds(manifest);
  mkdirSync(WORK, { recursive: true });
  const kindsFile = path.join(WORK, 'kinds.json');
  writeFileSync(kindsFile, JSON.stringify(describeKinds(kinds, manifest.deployment), null, 2));
  for (const indexer of indexers) {
    say(`preparing ${titleOf(indexer)} …`);
    await indexer.prepare({ manifest, kinds, kindsFile });
  }
  say('starting the chain and PostgreSQL …');
  const anvil = await runAnvil({ load: file });
  const postgres = await startPostgres(programs, []).catch(async (error: Error) => {
    await anvil.stop();
    throw error;
  });
  let removal: Promise<void> | undefined;
  const remove = () => (removal ??= postgres.remove());
  whenCutOff(remove);
  const close = async () => {
    await remove();
    await anvil.stop();
  };
  return { ground: { anvil, postgres, manifest, kinds, kindsFile }, close };
}
