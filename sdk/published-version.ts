import type { Provider } from 'ethers';
import { unpackVersion } from './entry.js';
import { LedgerError } from './errors.js';
import type { Ledger } from './ledger.js';

/** What a version's event says that the contract does not keep. */
export interface PublishedVersion {
  /** In bytes. */
  byteSize: bigint;
  /** How the content root was made. */
  format: number;
  /** SHA-256 of the metadata document, 32 bytes in hex with 0x; zeros when there is none. */
  metadataHash: string;
  metadataUri: string;
}

/**
 * Reads the event that published a version. Its block is found by its time, so that no node is asked for a range of logs that it refuses.
 *
 * @param ledger - Whose node is asked.
 * @param versionId - A version that exists.
 * @param startBlock - The first block that can hold the event.
 * @throws `VERSION_EVENT_MISSING`.
 */
export async function readPublishedVersion(
  ledger: Pick<Ledger, 'datasets'>,
  versionId: number,
  startBlock: number,
): Promise<PublishedVersion> {
  const provider = ledger.datasets.runner?.provider;
  if (!provider) throw new LedgerError('VERSION_EVENT_MISSING', { versionId });
  const { publishedAt } = unpackVersion(await ledger.datasets.versionOf(versionId));
  const timeOf = (block: number) => blockTime(provider, block, versionId);
  let first = startBlock;
  let last = await provider.getBlockNumber();
  const head = last;
  while (first < last) {
    const middle = Math.floor((first + last) / 2);
    if ((await timeOf(middle)) < publishedAt) first = middle + 1;
    else last = middle;
  }
  // Several blocks may have one time.
  for (let block = first; block <= head && (await timeOf(block)) === publishedAt; block++) {
    const [event] = await ledger.datasets.queryFilter(ledger.datasets.filters.VersionPublished(versionId), block, block);
    if (event === undefined) continue;
    const { byteSize, format, metadataHash, metadataUri } = event.args;
    return { byteSize, format: Number(format), metadataHash, metadataUri };
  }
  throw new LedgerError('VERSION_EVENT_MISSING', { versionId });
}

/** A block's time, in Unix seconds. */
async function blockTime(provider: Provider, block: number, versionId: number): Promise<number> {
  const found = await provider.getBlock(block);
  if (found === null) throw new LedgerError('VERSION_EVENT_MISSING', { versionId });
  return found.timestamp;
}
