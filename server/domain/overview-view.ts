import type { AnswerOf } from '../../sdk/api/endpoints.js';
import type { MoneyReads } from './money-reads.js';
import { type IdPage, type PageOf, toPage } from './page.js';

const DAY_MS = 86_400_000;

/**
 * What came in and went out by day, a page.
 *
 * @param reads - At one block.
 * @param page - Which days.
 */
export function viewDays(reads: MoneyReads, page: IdPage): Promise<PageOf<AnswerOf<'days'>>> {
  const read = (limit: number) => reads.listDays({ ...page, limit });
  return toPage(
    page.limit,
    read,
    ({ id }) => String(id),
    (rows) =>
      rows.map(({ collected, fees, id, paid_out, refunded, sales }) => ({
        day: new Date(id * DAY_MS).toISOString().slice(0, 10),
        collected,
        fees,
        refunded,
        paidOut: paid_out,
        sales,
      })),
  );
}
