import type { Command } from 'commander';
import { CHUNK_BYTES, type ContentRoot, differingChunks } from '../../sdk/content-root.js';
import { unpackVersion } from '../../sdk/entry.js';
import { LedgerError } from '../../sdk/errors.js';
import { parseId } from '../arguments.js';
import { findChunks } from '../chunks.js';
import { createContext } from '../context.js';
import { hashFile } from '../hash-file.js';

/** `genba dataset verify` */
export function datasetVerify(noun: Command): void {
  noun
    .command('verify')
    .description('say whether a file is the registered version, and which chunk differs')
    .argument('<dataset>', 'dataset id')
    .argument('<file>', 'the data')
    .option('--version-id <id>', 'another version than the current one')
    .option('--chunks <file>', "the publisher's list of chunk hashes, when this home has none")
    .addHelpText('after', '\nExit code 0: it is; 1: it is not.\n\nExample:\n  genba dataset verify 3 part.nc')
    .action(async (dataset: string, file: string, options: { versionId?: string; chunks?: string }, command: Command) => {
      const context = createContext(command);
      const datasetId = parseId(dataset);
      const ledger = await context.reader();
      const { current } = await ledger.datasets.datasetOf(datasetId);
      if (current === 0n) throw new LedgerError('NOT_FOUND', { what: 'dataset', id: datasetId });
      const versionId = options.versionId === undefined ? Number(current) : parseId(options.versionId);
      if (unpackVersion(await ledger.datasets.versionOf(versionId)).datasetId !== datasetId) {
        throw new LedgerError('NOT_FOUND', { what: `version of dataset ${datasetId}:`, id: versionId });
      }
      const registered = await ledger.datasets.contentRootOf(versionId);
      const content = await hashFile(context, file);
      if (content.root !== registered) {
        const chunks = findChunks(context.home, registered, options.chunks);
        throw new LedgerError('FILE_DIFFERS', { file, versionId, registered, actual: content.root, ...explain(chunks, content) });
      }
      context.print(
        { datasetId, versionId, contentRoot: registered, matches: true },
        `${file} is dataset ${datasetId}, version ${versionId} (${registered})`,
      );
    });
}

function explain(chunks: string[] | undefined, content: ContentRoot): { difference: string; chunks?: number[] } {
  if (chunks === undefined) {
    return {
      difference:
        "its root is another. The version's chunk hashes are not here; ask the publisher for them (--chunks) to see where.",
    };
  }
  const differing = differingChunks(chunks, content.leaves);
  const first = differing[0] as number;
  const range = `bytes ${first * CHUNK_BYTES} to ${(first + 1) * CHUNK_BYTES - 1}`;
  return {
    difference: `${differing.length} of ${chunks.length} chunks differ, first chunk ${first} (${range}).`,
    chunks: differing,
  };
}
