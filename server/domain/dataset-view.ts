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
    retired: row.retired,
    frozenUntil: row.frozen_until === 0 ? null : row.frozen_until,
    contentRoot: row.content_root,
    byteSize: row.byte_size,
    metadataUri: row.metadata_uri,
    publishedAt: row.published_at,
  }));
}

/**
 * One dataset with its versions, the current payees, and withdrawn versions that the current one comes from.
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
    retired: dataset.retired,
    /** Exclusive; null: never frozen */
    frozenUntil: dataset.frozen_until === 0 ? null : dataset.frozen_until,
    versions: dataset.versions.map(versionView),
    payees: current === undefined ? [] : await viewPayees(reads, current.table_id),
    withdrawnSources: current === undefined ? [] : await viewWithdrawnSources(reads, current.id),
  };
}

/**
 * One version with its payees, the withdrawn versions that it comes from, and what others say that it hides.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @throws `NOT_FOUND`.
 */
export async function viewVersion(reads: LedgerReads, id: number) {
  const version = await reads.findVersion(id);
  if (version === undefined) throw new LedgerError('NOT_FOUND', { what: 'version', id });
  const claims = await reads.listClaims(id);
  const names = await reads.legalNames(claims.map((row) => row.member_id));
  return {
    ...versionView(version),
    payees: await viewPayees(reads, version.table_id),
    withdrawnSources: await viewWithdrawnSources(reads, id),
    claims: claims.map((row) => ({
      sourceId: row.source_id,
      claimant: { id: row.member_id, legalName: names.get(row.member_id) },
      evidenceHash: row.evidence_hash,
      block: row.block,
      time: row.block_time,
      txHash: row.tx_hash,
    })),
  };
}

/** Whatever the distance: who made something of a withdrawn version should know. */
async function viewWithdrawnSources(reads: LedgerReads, versionId: number) {
  const rows = await reads.listWithdrawnAncestors(versionId);
  return rows.map((row) => ({ versionId: row.id, datasetId: row.dataset_id, reason: row.withdrawn_reason }));
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
    ...(row.kind === 'royalty'
      ? { datasetId: row.dataset_id, onward: row.onward }
      : { origin: row.answer ?? ('named' as const) }),
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
    /** The owner's reason; null: not withdrawn */
    withdrawn: version.withdrawn_reason,
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
      withdrawn: node.withdrawn_reason,
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
