import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { nameMembers, placeOf } from './names.js';
import { byId, byPlace, type IdPage, type PageOf, type PlacePage, toPage } from './page.js';
import type { DatasetReads, MemberReads, PayeeRow, TableRow, TimelessReads, VersionRow } from './reads.js';

type Reads = DatasetReads & MemberReads;
type Named = Awaited<ReturnType<typeof nameMembers>>;

/**
 * Datasets, a page.
 *
 * @param reads - At one block.
 * @param filter - Only one member's, only some.
 * @param page - Which ones.
 */
export function viewDatasets(
  reads: TimelessReads,
  filter: { ownerId?: number | undefined; ids?: readonly number[] | undefined },
  page: IdPage,
): Promise<PageOf<AnswerOf<'datasets'>>> {
  const read = (limit: number) => reads.listDatasets(filter, { ...page, limit });
  return toPage(page.limit, read, byId, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.owner_id),
    );
    return rows.map((row) => ({
      ...summary(row, named),
      contentRoot: row.content_root,
      byteSize: row.byte_size,
      title: row.title,
      titles: titlesOf(row),
      publishedAt: row.published_at,
    }));
  });
}

/**
 * One dataset with its current version, its payees, and withdrawn versions that it comes from.
 *
 * @param reads - At one block.
 * @param id - The dataset.
 * @throws `NOT_FOUND`.
 */
export async function viewDataset(reads: TimelessReads, id: number): Promise<AnswerOf<'dataset'>> {
  const current = await reads.findCurrentVersion(id);
  if (current === undefined) throw new LedgerError('NOT_FOUND', { what: 'dataset', id });
  const [named, payees, withdrawnSources] = await Promise.all([
    nameMembers(reads, [current.owner_id, current.publisher_id]),
    viewPayees(reads, current.table_id),
    viewWithdrawnSources(reads, current.id),
  ]);
  return {
    ...summary({ ...current, id }, named),
    versions: current.versions,
    current: versionView(current, named),
    metadata: current.metadata,
    payees,
    withdrawnSources,
  };
}

function summary(
  row: { id: number; owner_id: number; current_version_id: number; retired: boolean; frozen_until: number },
  named: Named,
) {
  return {
    id: row.id,
    owner: named(row.owner_id),
    currentVersionId: row.current_version_id,
    retired: row.retired,
    frozenUntil: row.frozen_until === 0 ? null : row.frozen_until,
  };
}

/**
 * Who has owned a dataset, a page.
 *
 * @param reads - At one block.
 * @param id - The dataset.
 * @param page - Which ones.
 * @throws `NOT_FOUND`.
 */
export async function viewOwners(reads: TimelessReads, id: number, page: PlacePage): Promise<PageOf<AnswerOf<'owners'>>> {
  await requireDataset(reads, id);
  const read = (limit: number) => reads.listOwners(id, { ...page, limit });
  return toPage(page.limit, read, byPlace, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.owner_id),
    );
    return rows.map((row) => ({ owner: named(row.owner_id), ...placeOf(row) }));
  });
}

/**
 * A dataset's revenue by payee table, a page: what came in, what went on, and what floors left in the table for ever.
 *
 * @param reads - At one block.
 * @param id - The dataset.
 * @param page - Which tables.
 * @throws `NOT_FOUND`.
 */
export async function viewRevenue(reads: Reads, id: number, page: IdPage): Promise<PageOf<AnswerOf<'revenue'>>> {
  await requireDataset(reads, id);
  const read = (limit: number) => reads.listTables(id, { ...page, limit });
  return toPage(
    page.limit,
    read,
    (row) => String(row.table_id),
    (rows) => rows.map(revenueOf),
  );
}

function revenueOf(row: TableRow): AnswerOf<'revenue'> {
  const settled = BigInt(row.sales_done) + BigInt(row.royalties_done);
  return {
    tableId: row.table_id,
    sales: { accrued: row.sales_total, settled: row.sales_done },
    royalties: { accrued: row.royalties_total, settled: row.royalties_done },
    given: row.given,
    left: (settled - BigInt(row.given)).toString(),
  };
}

async function requireDataset(reads: Pick<DatasetReads, 'findDataset'>, id: number): Promise<void> {
  if ((await reads.findDataset(id)) === undefined) throw new LedgerError('NOT_FOUND', { what: 'dataset', id });
}

/**
 * Versions, a page.
 *
 * @param reads - At one block.
 * @param datasetId - Only of this dataset; absent: of all.
 * @param page - Which ones.
 */
export function viewVersions(
  reads: TimelessReads,
  datasetId: number | undefined,
  page: IdPage,
): Promise<PageOf<AnswerOf<'versions'>>> {
  const read = (limit: number) => reads.listVersions(datasetId, { ...page, limit });
  return toPage(page.limit, read, byId, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.publisher_id),
    );
    return rows.map((row) => versionView(row, named));
  });
}

/**
 * One version with its payees, the withdrawn versions that it comes from, and how many say that it hides a source.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @throws `NOT_FOUND`.
 */
export async function viewVersion(reads: TimelessReads, id: number): Promise<AnswerOf<'version'>> {
  const version = await findVersion(reads, id);
  const [named, payees, withdrawnSources] = await Promise.all([
    nameMembers(reads, [version.publisher_id]),
    viewPayees(reads, version.table_id),
    viewWithdrawnSources(reads, id),
  ]);
  return {
    ...versionView(version, named),
    payees,
    withdrawnSources,
    metadataUri: version.metadata_uri,
    metadata: version.metadata,
    claims: version.claims,
  };
}

/** @throws `NOT_FOUND`. */
export async function findVersion(reads: Pick<DatasetReads, 'findVersion'>, id: number) {
  const version = await reads.findVersion(id);
  if (version === undefined) throw new LedgerError('NOT_FOUND', { what: 'version', id });
  return version;
}

/** Titles by language; of a text without one under `und`. */
export function titlesOf({ titles }: Pick<VersionRow, 'titles'>): Record<string, string> | null {
  return typeof titles === 'string' ? { und: titles } : titles;
}

function versionView(version: VersionRow, named: Named): AnswerOf<'versions'> {
  return {
    id: version.id,
    datasetId: version.dataset_id,
    tableId: version.table_id,
    publisher: named(version.publisher_id),
    contentRoot: version.content_root,
    byteSize: version.byte_size,
    format: version.format,
    title: version.title,
    titles: titlesOf(version),
    metadataHash: version.metadata_hash,
    publishedAt: version.published_at,
    withdrawn: version.withdrawn_reason,
  };
}

/** Whatever the distance: who made something of a withdrawn version should know. */
async function viewWithdrawnSources(reads: Pick<DatasetReads, 'listWithdrawnAncestors'>, versionId: number) {
  const rows = await reads.listWithdrawnAncestors(versionId);
  return rows.map((row) => ({ versionId: row.id, datasetId: row.dataset_id, reason: row.withdrawn_reason }));
}

/** A payee table with names: originators by member, royalties by the dataset they reach and its owner. */
export async function viewPayees(
  reads: Pick<TimelessReads, 'listPayees' | 'legalNames'>,
  tableId: number,
): Promise<AnswerOf<'version'>['payees']> {
  const rows = await reads.listPayees(tableId);
  const memberOf = (row: PayeeRow) => (row.kind === 'originator' ? row.payee_id : (row.owner_id ?? 0));
  const named = await nameMembers(reads, rows.map(memberOf));
  return rows.map((row) => ({
    kind: row.kind,
    id: row.payee_id,
    shareBps: row.share_bps,
    member: named(memberOf(row)),
    ...(row.kind === 'royalty'
      ? { datasetId: row.dataset_id ?? 0, onward: row.onward }
      : { origin: row.answer ?? ('named' as const) }),
  }));
}

/**
 * What owners of sources say that a version hides, a page.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @param page - Which ones.
 * @throws `NOT_FOUND`.
 */
export async function viewClaims(reads: Reads, id: number, page: PlacePage): Promise<PageOf<AnswerOf<'claims'>>> {
  await findVersion(reads, id);
  const read = (limit: number) => reads.listClaims(id, { ...page, limit });
  return toPage(page.limit, read, byPlace, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.member_id),
    );
    return rows.map((row) => ({
      sourceId: row.source_id,
      claimant: named(row.member_id),
      evidenceHash: row.evidence_hash,
      ...placeOf(row),
    }));
  });
}
