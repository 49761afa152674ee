import type { Command } from 'commander';
import { FILE_FORMAT } from '../../sdk/content-root.js';
import { unpackVersion } from '../../sdk/entry.js';
import { LedgerError } from '../../sdk/errors.js';
import { quoteName } from '../../sdk/file-name.js';
import { FOLDER_FORMAT } from '../../sdk/manifest.js';
import { readPublishedVersion } from '../../sdk/published-version.js';
import { parseId } from '../arguments.js';
import { findChunks, readChunks } from '../chunks.js';
import { formatOf, hashContent } from '../content.js';
import { createContext } from '../context.js';
import { explainDifference } from '../explain-difference.js';

const KINDS: Record<number, string> = { [FILE_FORMAT]: 'file', [FOLDER_FORMAT]: 'folder' };

/** `genba dataset verify` */
export function datasetVerify(noun: Command): void {
  noun
    .command('verify')
    .description('say whether a file or folder is the registered version, and which file and chunk differ')
    .argument('<dataset>', 'dataset id')
    .argument('<file>', 'the data: a file or a folder')
    .option('--version-id <id>', 'another version than the current one')
    .option('--chunks <file>', "the publisher's list of chunk hashes, when this home has none")
    .addHelpText(
      'after',
      '\nExit code 0: it is; 1: it is not. The list of chunk hashes is what the publisher has in chunks/ of the home folder.\n' +
        '\nExamples:\n  genba dataset verify 3 part.nc\n  genba dataset verify 4 measurements/ --chunks from-the-publisher.json',
    )
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
      const { format } = await readPublishedVersion(ledger, versionId, context.deployment.startBlock);
      const given = await formatOf(file);
      if (KINDS[format] === undefined) throw new LedgerError('FORMAT_UNKNOWN', { versionId, format });
      if (given !== format) {
        throw new LedgerError('CONTENT_KIND_DIFFERS', {
          versionId,
          registered: KINDS[format],
          file: quoteName(file),
          given: KINDS[given],
        });
      }
      const list = options.chunks === undefined ? undefined : readChunks(options.chunks, registered, format);
      const content = await hashContent(context, file);
      if (content.root !== registered) {
        const known = list ?? findChunks(context.home, registered, format);
        const where = explainDifference(known, content);
        throw new LedgerError('FILE_DIFFERS', { file: quoteName(file), versionId, registered, actual: content.root, ...where });
      }
      context.print(
        { datasetId, versionId, contentRoot: registered, matches: true },
        `${file} is dataset ${datasetId}, version ${versionId} (${registered})`,
      );
    });
}
