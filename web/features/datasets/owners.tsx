import { DataTable } from '../../components/ui/data-table.js';
import { MemberLink } from '../../components/ui/names.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** Who has owned a dataset, from when on. */
export function Owners({ datasetId }: { datasetId: number }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const pages = usePages('owners', { id: datasetId });
  return (
    <Rows pages={pages} empty={common.none}>
      {(rows) => (
        <DataTable
          caption={texts.owners}
          columns={[
            { header: texts.owner, cell: ({ owner }) => <MemberLink member={owner} /> },
            { header: texts.since, cell: ({ time }) => format.time(time) },
          ]}
          rows={rows}
          keyOf={({ txHash }) => txHash}
        />
      )}
    </Rows>
  );
}
