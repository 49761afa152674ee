import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { findVersion, titlesOf, viewPayees } from './dataset-view.js';
import { nameMembers } from './names.js';
import { type PageOf, toPage } from './page.js';
import type { DatasetReads, MemberReads } from './reads.js';

type Reads = DatasetReads & MemberReads;

/** The whole of a table, and the most entries in it, as the contract has them. */
const WHOLE_BPS = 10_000;
const MOST_ENTRIES = 128;
/** What originators keep at least, and the entry that it takes. */
const LEAST_OWN_BPS = 1;
const LEAST_OWN_ENTRIES = 1;

/** Which edges of a lineage. */
export interface LineagePage {
  direction: 'sources' | 'derivatives';
  depth: number;
  /** Begins with every version of the dataset. */
  whole: boolean;
  after?: string | undefined;
  limit: number;
}

/**
 * The lineage of a version, a page: what it was made from, or what was made from it, level by level.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @param page - Which way, how deep, and from which edge on.
 * @throws `NOT_FOUND`.
 */
export async function viewLineage(reads: Reads, id: number, page: LineagePage): Promise<PageOf<AnswerOf<'lineage'>>> {
  await findVersion(reads, id);
  const after = page.after === undefined ? undefined : readEdge(page.after);
  const read = (limit: number) => reads.listLineage(id, page.direction, page.depth, { after, limit, whole: page.whole });
  return toPage(
    page.limit,
    read,
    (row) => `${row.depth}.${row.version_id}.${row.source_id}`,
    async (rows) => {
      const nodes = await reads.versionOwners(rows.flatMap((row) => [row.version_id, row.source_id]));
      const named = await nameMembers(
        reads,
        nodes.map((node) => node.owner_id),
      );
      const described = new Map(
        nodes.map((node) => [
          node.id,
          {
            id: node.id,
            datasetId: node.dataset_id,
            title: node.title,
            titles: titlesOf(node),
            withdrawn: node.withdrawn_reason,
            owner: named(node.owner_id),
          },
        ]),
      );
      return rows.flatMap((row) => {
        const [version, source] = [described.get(row.version_id), described.get(row.source_id)];
        if (version === undefined || source === undefined) return [];
        return [{ depth: row.depth, version, source, grantId: row.grant_id === 0 ? null : row.grant_id }];
      });
    },
  );
}

function readEdge(text: string) {
  const [depth, versionId, sourceId] = text.split('.').map(Number) as [number, number, number];
  return { depth, versionId, sourceId };
}

/**
 * What who derives from a version would owe already, and whether it may: `AccessGrants.issue` refuses a derive grant that could not be used.
 *
 * @param reads - At one block.
 * @param id - The version.
 * @param memberId - Who would derive; absent: somebody who owns none of what it comes from.
 * @throws `NOT_FOUND`.
 */
export async function viewDerivable(reads: Reads, id: number, memberId: number | undefined): Promise<AnswerOf<'derivable'>> {
  const version = await findVersion(reads, id);
  const royalties = (await viewPayees(reads, version.table_id)).filter((payee) => payee.kind === 'royalty');
  const owedBps = royalties.reduce((sum, payee) => sum + payee.shareBps, 0);
  const missing = royalties.filter((payee) => payee.onward === false && payee.member.id !== memberId);
  const roomBps = WHOLE_BPS - LEAST_OWN_BPS - owedBps;
  const roomEntries = MOST_ENTRIES - LEAST_OWN_ENTRIES - royalties.length;
  return {
    versionId: id,
    datasetId: version.dataset_id,
    owedBps,
    roomBps,
    roomEntries,
    royalties,
    missingOnward: missing.map((payee) => ({ datasetId: payee.datasetId ?? 0, owner: payee.member })),
    possible: missing.length === 0 && roomEntries > 0,
  };
}
