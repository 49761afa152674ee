import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { DatasetLink, MemberLink } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useTitleOf } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** All datasets. */
export function DatasetsPage() {
  const { datasets: texts } = useTexts();
  const format = useFormat();
  const titleOf = useTitleOf();
  const pages = usePages('datasets', {});
  const columns: Column<AnswerOf<'datasets'>>[] = [
    { header: texts.name, cell: (dataset) => <DatasetLink id={dataset.id} title={titleOf(dataset)} /> },
    { header: texts.owner, cell: ({ owner }) => <MemberLink member={owner} /> },
    { header: texts.published, cell: ({ publishedAt }) => format.date(publishedAt) },
    { header: texts.size, numeric: true, cell: ({ byteSize }) => format.bytes(byteSize) },
  ];
  return (
    <Page title={texts.title} intro={texts.intro}>
      <Section title={texts.title}>
        <Rows pages={pages} empty={texts.empty}>
          {(rows) => <DataTable caption={texts.title} columns={columns} rows={rows} keyOf={({ id }) => id} />}
        </Rows>
      </Section>
    </Page>
  );
}
