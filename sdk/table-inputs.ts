import { unpackEntry, unpackVersion } from './entry.js';
import { LedgerError } from './errors.js';
import { fromBits, RIGHTS } from './ids.js';
import type { Ledger } from './ledger.js';
import type { AskedRoyalty, TableInputs } from './payee-table.js';

/** A source as a publisher names it; grant 0 when its dataset is the publisher's own. */
export interface SourceRef {
  versionId: number;
  grantId: number;
}

/**
 * Reads from the chain what a new version's payee table follows from.
 *
 * @param ledger - Bound to any provider.
 * @param datasetId - The dataset that is published; 0 when it is new.
 * @param sources - What the version is derived from.
 * @throws `NOT_FOUND` when a source or its grant does not exist.
 */
export async function readTableInputs(ledger: Ledger, datasetId: number, sources: readonly SourceRef[]): Promise<TableInputs> {
  const current = datasetId === 0 ? 0 : Number((await ledger.datasets.datasetOf(datasetId)).current);
  return {
    datasetId,
    sources: await Promise.all(sources.map((source) => readSource(ledger, source))),
    previous: current === 0 ? [] : await unreleased(ledger, datasetId, current),
  };
}

async function readSource(ledger: Ledger, source: SourceRef): Promise<TableInputs['sources'][number]> {
  const facts = unpackVersion(await ledger.datasets.versionOf(source.versionId));
  if (facts.datasetId === 0) throw new LedgerError('NOT_FOUND', { what: 'version', id: source.versionId });
  const royalties = await royaltiesOf(ledger, source.versionId);
  if (source.grantId === 0) return { royalties };
  const grant = await ledger.grants.grantOf(source.grantId);
  if (grant.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: source.grantId });
  const terms = await ledger.grants.termsOf(grant.termsId);
  return {
    royalties,
    terms: {
      kind: 'royalty',
      datasetId: facts.datasetId,
      id: facts.tableId,
      shareBps: Number(terms.royaltyBps),
      onward: fromBits(terms.rights, RIGHTS).includes('onward'),
    },
  };
}

/** The royalties of the version before, but for those that their owner has released since that table was declared. */
async function unreleased(ledger: Ledger, datasetId: number, versionId: number): Promise<AskedRoyalty[]> {
  const { tableId } = unpackVersion(await ledger.datasets.versionOf(versionId));
  const royalties = await royaltiesOf(ledger, versionId);
  const released = await Promise.all(royalties.map((one) => ledger.datasets.releasedUpTo(datasetId, one.datasetId)));
  return royalties.filter((_, i) => Number(released[i]) < tableId);
}

async function royaltiesOf(ledger: Ledger, versionId: number): Promise<AskedRoyalty[]> {
  const payees = (await ledger.datasets.payeesOf(versionId)).map(unpackEntry);
  const royalties = payees.filter((payee) => payee.kind === 'royalty');
  return Promise.all(
    royalties.map(async (royalty) => ({
      ...royalty,
      datasetId: unpackVersion(await ledger.datasets.versionOf(royalty.id)).datasetId,
    })),
  );
}
