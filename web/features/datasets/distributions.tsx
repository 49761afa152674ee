import { Group } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { MemberLink, To } from '../../components/ui/names.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useLegalNames } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Distribution = AnswerOf<'distributions'>;

const FEW = 10;

/** When a dataset's revenue was passed on, and to whom. */
export function Distributions({ datasetId }: { datasetId: number }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const pages = usePages('distributions', { dataset: datasetId, order: 'desc' }, FEW);
  const legalName = useLegalNames(
    (pages.rows ?? []).flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'originator').map(({ id }) => id)),
  );
  const columns: Column<Distribution>[] = [
    { header: common.date, cell: ({ id, time }) => <To href={`/distributions/${id}`}>{format.time(time)}</To> },
    { header: texts.sales, numeric: true, cell: ({ sales }) => format.money(sales) },
    { header: texts.royalties, numeric: true, cell: ({ royalties }) => format.money(royalties) },
    {
      header: texts.recipients,
      cell: ({ lines }) => (
        <div>
          {lines
            .filter(({ amount }) => amount !== '0')
            .map(({ amount, id, kind }) => (
              <Group key={`${kind} ${id}`} gap="xs">
                {kind === 'originator' ? (
                  <MemberLink member={{ id, legalName: legalName(id) ?? common.member(id) }} />
                ) : (
                  <To href={`/versions/${id}`}>{common.table(id)}</To>
                )}
                <span>{format.money(amount)}</span>
              </Group>
            ))}
        </div>
      ),
    },
  ];
  return (
    <Rows pages={pages} empty={texts.noDistributions}>
      {(rows) => <DataTable caption={texts.distributions} columns={columns} rows={rows} keyOf={({ id }) => id} />}
    </Rows>
  );
}
