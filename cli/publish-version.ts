import type { Command } from 'commander';
import { ZeroHash } from 'ethers';
import { type Payee, packEntry } from '../sdk/entry.js';
import { mine } from '../sdk/ledger.js';
import { FOLDER_FORMAT } from '../sdk/manifest.js';
import { encodeMetadata } from '../sdk/metadata.js';
import { textFor } from '../sdk/metadata-form.js';
import { completeTable, owedRoyalties } from '../sdk/payee-table.js';
import { readTableInputs } from '../sdk/table-inputs.js';
import { formatPercent } from '../sdk/units.js';
import { parseOriginators, parseSources } from './arguments.js';
import { askAtTerminal, askMetadata } from './ask-metadata.js';
import { keepChunks } from './chunks.js';
import { formatOf, hashContent } from './content.js';
import { type Context, createContext } from './context.js';
import { keepMetadata, readMetadataFile } from './metadata-file.js';

/** Options of `dataset register` and `dataset publish`. */
export interface VersionOptions {
  source: string[];
  originator: string[];
  /** A file; false: none, and no questions. */
  metadata?: string | false;
  metadataUri: string;
}

/**
 * Hashes a file or folder, computes its payee table and publishes it as a version.
 *
 * @param command - The command that runs.
 * @param datasetId - The dataset; 0 for a new one.
 * @param file - The data; it is read, never sent.
 */
export async function publishVersion(command: Command, datasetId: number, file: string, options: VersionOptions): Promise<void> {
  const context = createContext(command);
  const sources = parseSources(options.source);
  const originators = parseOriginators(options.originator);
  await formatOf(file);
  const given = typeof options.metadata === 'string' ? readMetadataFile(options.metadata) : undefined;
  const { wallet, ledger, gas } = await context.actor();
  const asks = given === undefined && mayAsk(command, datasetId, options);
  if (asks) context.advise('what you answer stands on the chain: everybody there can read it, for ever');
  const metadata = asks ? await askAtTerminal(askMetadata) : given;
  const document = metadata && encodeMetadata(metadata);
  const content = await hashContent(context, file);
  await noteTwins(context, content.root);
  const inherits = datasetId !== 0 && sources.length === 0 && originators.length === 0;
  let payees: Payee[] = [];
  if (!inherits) {
    const { memberId } = await ledger.members.keyOf(wallet.address);
    const owed = owedRoyalties(await readTableInputs(ledger, datasetId, sources));
    payees = completeTable(owed, originators.length > 0 ? originators : [{ memberId: Number(memberId), weight: 1 }]);
  }
  const draft = {
    contentRoot: content.root,
    byteSize: BigInt(content.byteSize),
    format: content.format,
    metadataHash: document?.hash ?? ZeroHash,
    metadataUri: options.metadataUri || (document?.uri ?? ''),
    payees: payees.map(packEntry),
    sources,
  };
  keepChunks(context.home, content);
  if (document !== undefined) keepMetadata(context.home, document);
  const sending = datasetId === 0 ? ledger.datasets.register(draft, gas) : ledger.datasets.publish(datasetId, draft, gas);
  const { events, hash } = await mine(sending);
  const versionId = Number(events.VersionPublished?.versionId);
  const dataset = Number(events.VersionPublished?.datasetId);
  const table = payees.map(
    (payee) =>
      `  ${payee.kind === 'originator' ? `member ${payee.id}` : `royalty to table ${payee.id}`}  ${formatPercent(payee.shareBps)}`,
  );
  const title = metadata && textFor(metadata.title, ['en']);
  const text = [
    `dataset ${dataset}, version ${versionId}`,
    `root    ${content.root}`,
    `size    ${content.byteSize} bytes${content.format === FOLDER_FORMAT ? ` in ${content.files.length} files` : ''}`,
    ...(title === undefined ? [] : [`title   ${title}`, `metadata ${document?.hash}`]),
    inherits ? 'payees as in the version before' : 'payees',
    ...table,
  ];
  context.print(
    {
      datasetId: dataset,
      versionId,
      contentRoot: content.root,
      byteSize: content.byteSize,
      title,
      metadataHash: document?.hash,
      payees,
      txHash: hash,
    },
    text.join('\n'),
  );
}

/** Says when the same bytes are registered already. Nobody is kept from it: who was first, and who had a right, the ledger shows. */
async function noteTwins(context: Context, root: string): Promise<void> {
  const { data } = await context.api.get('search', { q: root }).catch(() => ({ data: [] }));
  const [first] = data.filter(({ kind }) => kind === 'version');
  if (first === undefined) return;
  const twin = await context.api.get('version', { id: Number(first.id) });
  const { datasetId, id, publisher } = twin.data;
  context.advise(`these very bytes are registered already, as version ${id} of dataset ${datasetId} by ${publisher.legalName}`);
}

/** Only for a new dataset, of a person at a terminal, who has said nothing about metadata yet; programs (`--json`) are not asked. */
function mayAsk(command: Command, datasetId: number, { metadata, metadataUri }: VersionOptions): boolean {
  const { json } = command.optsWithGlobals<{ json?: boolean }>();
  return datasetId === 0 && metadata !== false && metadataUri === '' && !json && process.stdin.isTTY && process.stderr.isTTY;
}
