import { LedgerError } from '../../sdk/errors.js';
import type { LedgerReads, Page } from './reads.js';

/**
 * Datasets, a page.
 *
 * @param reads - At one block.
 * @param page - After which id.
 */
export async function viewDatasets(reads: LedgerReads, page: Page) {
  const rows = await reads.listDatasets(page);
  const names = await reads.legalNames(rows.map((row) => row.owner_id));
  return rows.map((row) => ({
    id: row.id,
    owner: { id: row.owner_id, legalName: names.get(row.owner_id) },
    currentVersionId: row.current_version_id,
    contentRoot: row.content_root,
    byteSize: row.byte_size,
    metadataUri: row.metadata_uri,
    publishedAt: row.published_at,
  }));
}

/**
 * One dataset with its versions and the current payees.
 *
 * @param reads - At one block.
 * @param id - The dataset.
 * @throws `NOT_FOUND`.
 */
export async function viewDataset(reads: LedgerReads, id: number) {
  const dataset = await reads.findDataset(id);
  if (dataset === undefined) throw new LedgerError('NOT_FOUND', { what: 'dataset', id });
  const names = await reads.legalNames([dataset.owner_id]);
  const current = dataset.versions.at(-1);
  return {
    id,
    owner: { id: dataset.owner_id, legalName: names.get(dataset.owner_id) },
    currentVersionId: dataset.current_version_id,
    versions: dataset.versions.map(versionView),
    payees: current === undefined ? [] : await viewPayees(reads, current.table_id),
  };
}

/**
 * One version with its payees.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @throws `NOT_FOUND`.
 */
export async function viewVersion(reads: LedgerReads, id: number) {
  const version = await reads.findVersion(id);
  if (version === undefined) throw new LedgerError('NOT_FOUND', { what: 'version', id });
  return { ...versionView(version), payees: await viewPayees(reads, version.table_id) };
}

/** A payee table with names: originators by member, royalties by the dataset they reach and its owner. */
async function viewPayees(reads: LedgerReads, tableId: number) {
  const rows = await reads.listPayees(tableId);
  const owners = await reads.versionOwners(rows.filter((row) => row.kind === 'royalty').map((row) => row.payee_id));
  const ownerOf = new Map(owners.map((row) => [row.id, row.owner_id]));
  const memberOf = (row: (typeof rows)[number]) => (row.kind === 'originator' ? row.payee_id : (ownerOf.get(row.payee_id) ?? 0));
  const names = await reads.legalNames(rows.map(memberOf));
  return rows.map((row) => ({
    kind: row.kind,
    id: row.payee_id,
    shareBps: row.share_bps,
    member: { id: memberOf(row), legalName: names.get(memberOf(row)) },
    ...(row.kind === 'royalty' ? { datasetId: row.dataset_id, onward: row.onward } : {}),
  }));
}

function versionView(version: NonNullable<Awaited<ReturnType<LedgerReads['findVersion']>>>) {
  return {
    id: version.id,
    datasetId: version.dataset_id,
    tableId: version.table_id,
    publisherId: version.publisher_id,
    contentRoot: version.content_root,
    byteSize: version.byte_size,
    format: version.format,
    metadataHash: version.metadata_hash,
    metadataUri: version.metadata_uri,
    publishedAt: version.published_at,
  };
}

/**
 * The lineage of a version: what it was made from, or what was made from it.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @param direction - Which way.
 * @param depth - Levels.
 * @returns Edges by level, and the versions they touch with their owners.
 * @throws `NOT_FOUND`.
 */
export async function viewLineage(reads: LedgerReads, id: number, direction: 'sources' | 'derivatives', depth: number) {
  if ((await reads.findVersion(id)) === undefined) throw new LedgerError('NOT_FOUND', { what: 'version', id });
  const rows = await reads.listLineage(id, direction, depth);
  const nodes = await reads.versionOwners([id, ...rows.flatMap((row) => [row.version_id, row.source_id])]);
  const names = await reads.legalNames(nodes.map((node) => node.owner_id));
  return {
    versionId: id,
    direction,
    depth,
    versions: nodes.map((node) => ({
      id: node.id,
      datasetId: node.dataset_id,
      metadataUri: node.metadata_uri,
      owner: { id: node.owner_id, legalName: names.get(node.owner_id) },
    })),
    edges: rows.map((row) => ({
      versionId: row.version_id,
      sourceId: row.source_id,
      grantId: row.grant_id === 0 ? null : row.grant_id,
      depth: row.depth,
    })),
  };
}
