import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Account = AnswerOf<'revenue'>;

/** What each payee table of a dataset earned, passed on and still has: sales + royalties = passed on + waiting + left by rounding. */
export function Revenue({ datasetId }: { datasetId: number }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const pages = usePages('revenue', { id: datasetId });
  const waiting = ({ royalties, sales }: Account) =>
    BigInt(sales.accrued) - BigInt(sales.settled) + BigInt(royalties.accrued) - BigInt(royalties.settled);
  const columns: [Column<Account>, (row: Account) => bigint][] = [
    [
      { header: texts.sales, numeric: true, cell: ({ sales }) => format.money(sales.accrued) },
      ({ sales }) => BigInt(sales.accrued),
    ],
    [
      { header: texts.royalties, numeric: true, cell: ({ royalties }) => format.money(royalties.accrued) },
      ({ royalties }) => BigInt(royalties.accrued),
    ],
    [{ header: texts.given, numeric: true, cell: ({ given }) => format.money(given) }, ({ given }) => BigInt(given)],
    [{ header: texts.waiting, numeric: true, cell: (row) => format.money(waiting(row)) }, waiting],
    [{ header: texts.left, numeric: true, cell: ({ left }) => format.money(left) }, ({ left }) => BigInt(left)],
  ];
  return (
    <Rows pages={pages} empty={texts.noRevenue}>
      {(rows) => (
        <DataTable
          caption={texts.revenue}
          columns={[
            { header: texts.tableName, cell: ({ tableId }) => common.version(tableId) },
            ...columns.map(([column]) => column),
          ]}
          rows={rows}
          keyOf={({ tableId }) => tableId}
          foot={
            pages.hasMore
              ? undefined
              : [common.total, ...columns.map(([, of]) => format.money(rows.reduce((sum, row) => sum + of(row), 0n)))]
          }
        />
      )}
    </Rows>
  );
}
