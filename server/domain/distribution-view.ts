import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { viewPayees } from './dataset-view.js';
import type { DistributionRow, MoneyReads } from './money-reads.js';
import { placeOf } from './names.js';
import { BEGINNING, byPlace, type PageOf, type Place, type PlacePage, readPlace, toPage, whereIs } from './page.js';
import type { DatasetReads, MemberReads } from './reads.js';

type Reads = MemberReads & MoneyReads & DatasetReads;

/**
 * Distributions, a page.
 *
 * @param reads - At one block.
 * @param filter - Of one table, of one dataset, or all.
 * @param page - Which ones.
 */
export function viewDistributions(
  reads: MoneyReads,
  filter: { tableId?: number | undefined; datasetId?: number | undefined },
  page: PlacePage,
): Promise<PageOf<AnswerOf<'distributions'>>> {
  const read = (limit: number) => reads.listDistributions(filter, { ...page, limit });
  return toPage(page.limit, read, byPlace, (rows) =>
    rows.map((row) => ({
      ...summary(row),
      lines: row.lines.map(({ amount, kind, payee_id }) => ({ kind, id: payee_id, amount })),
      ...placeOf(row),
    })),
  );
}

/**
 * One distribution: from whom its royalties came, and who got what.
 *
 * @param reads - At one block.
 * @param id - Its place.
 * @throws `NOT_FOUND`.
 */
export async function viewDistribution(reads: Reads, id: string): Promise<AnswerOf<'distribution'>> {
  const found = await findDistribution(reads, id);
  if (found === undefined) throw new LedgerError('NOT_FOUND', { what: 'distribution', id });
  const { between, row } = found;
  const received = await reads.listReceived(row.table_id, between);
  const amounts = new Map(row.lines.map((line) => [`${line.kind} ${line.payee_id}`, line.amount]));
  const lines = (await viewPayees(reads, row.table_id)).map(({ datasetId, id: payee, kind, member, shareBps }) => ({
    ...{ kind, id: payee, shareBps, member },
    ...(datasetId === undefined ? {} : { datasetId }),
    amount: amounts.get(`${kind} ${payee}`) ?? '0',
  }));
  const given = lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  return {
    ...summary(row),
    received: received.map((line) => ({
      distributionId: byPlace(line),
      tableId: line.table_id,
      datasetId: line.dataset_id,
      amount: line.amount,
    })),
    lines,
    left: (BigInt(row.sales) + BigInt(row.royalties) - given).toString(),
    ...placeOf(row),
  };
}

/**
 * Whose revenue a distribution passed on: what its table collected since the distribution before.
 *
 * @param reads - At one block.
 * @param id - The distribution's place.
 * @returns Undefined when there is none.
 */
export async function stretchOf(reads: MoneyReads, id: string): Promise<{ tableId: number; from: Place; to: Place } | undefined> {
  const found = await findDistribution(reads, id);
  return found && { tableId: found.row.table_id, ...found.between };
}

async function findDistribution(reads: MoneyReads, id: string) {
  const place = readPlace(id);
  const [row] = await reads.listDistributions({ place }, { order: 'asc', limit: 1 });
  if (row === undefined) return undefined;
  const before = await reads.findDistributionBefore(row.table_id, place);
  return { row, between: { from: before === undefined ? BEGINNING : whereIs(before), to: place } };
}

function summary(row: DistributionRow) {
  return {
    id: byPlace(row),
    tableId: row.table_id,
    datasetId: row.dataset_id,
    sales: row.sales,
    royalties: row.royalties,
    salesSettled: row.sales_settled,
    royaltiesSettled: row.royalties_settled,
  };
}
