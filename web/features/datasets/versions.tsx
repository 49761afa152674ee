import { Text } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { Hash } from '../../components/ui/hash.js';
import { Rows } from '../../components/ui/states.js';
import { Tag } from '../../components/ui/tag.js';
import { usePages } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

/** All versions of a dataset. */
export function Versions({ currentId, datasetId }: { datasetId: number; currentId: number }) {
  const { common, datasets: texts } = useTexts();
  const format = useFormat();
  const pages = usePages('versions', { dataset: datasetId });
  const columns: Column<AnswerOf<'versions'>>[] = [
    {
      header: texts.versionsTitle,
      cell: ({ id, withdrawn }) => (
        <div>
          {common.version(id)} {id === currentId && <Tag tone="good">{texts.facts}</Tag>}
          {withdrawn !== null && (
            <Text size="xs" c="var(--genba-bad)">
              {texts.withdrawn(withdrawn)}
            </Text>
          )}
        </div>
      ),
    },
    { header: common.date, cell: ({ publishedAt }) => format.date(publishedAt) },
    { header: texts.root, cell: ({ contentRoot }) => <Hash label={texts.root} value={contentRoot} /> },
  ];
  return (
    <Rows pages={pages} empty={texts.empty}>
      {(rows) => <DataTable caption={texts.versionsTitle} columns={columns} rows={rows} keyOf={({ id }) => id} />}
    </Rows>
  );
}
