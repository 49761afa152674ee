import { Stack } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { PayeeName } from '../../components/ui/payee-name.js';
import { ShareBar } from '../../components/ui/share-bar.js';
import { useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Payee = AnswerOf<'dataset'>['payees'][number];

/** Who is paid for the current version: its originators, and by royalties those of what it was made from. */
export function PayeeTable({ payees }: { payees: readonly Payee[] }) {
  const { datasets: texts } = useTexts();
  const format = useFormat();
  const title = useTitles(payees.flatMap(({ datasetId }) => datasetId ?? []));
  const keyOf = ({ id, kind }: Payee) => `${kind} ${id}`;
  const columns: Column<Payee>[] = [
    {
      header: texts.payee,
      cell: ({ datasetId, member }) => (
        <PayeeName member={member} datasetId={datasetId} title={datasetId === undefined ? undefined : title(datasetId)} />
      ),
    },
    {
      header: texts.role,
      cell: ({ kind, origin }) =>
        kind === 'royalty' ? texts.royalty : `${texts.originator} · ${texts.origin[origin ?? 'named']}`,
    },
    { header: texts.share, numeric: true, cell: ({ shareBps }) => format.percent(shareBps) },
  ];
  return (
    <Stack gap="sm">
      <ShareBar parts={payees.map((payee) => ({ key: keyOf(payee), kind: payee.kind, shareBps: payee.shareBps }))} />
      <DataTable caption={texts.payees} columns={columns} rows={payees} keyOf={keyOf} />
    </Stack>
  );
}
