import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { useNow } from '../../data/as-of.js';
import { useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { type Column, DataTable } from './data-table.js';
import { DatasetLink, MemberLink } from './names.js';

type Grant = AnswerOf<'grants'>;

/** Grants: of a dataset by their holders, or of a member by their datasets. */
export function GrantTable({ grants, by }: { grants: readonly Grant[]; by: 'holder' | 'dataset' }) {
  const { common, datasets, rights } = useTexts();
  const format = useFormat();
  const now = useNow();
  const title = useTitles(by === 'dataset' ? grants.map(({ datasetId }) => datasetId) : []);
  const validity = ({ endsAt, frozenUntil }: Grant) => {
    if (frozenUntil !== null && frozenUntil > now) return datasets.frozen(format.time(frozenUntil));
    if (endsAt === null) return common.without;
    return endsAt <= now ? `${datasets.ended} ${format.date(endsAt)}` : common.until(format.date(endsAt));
  };
  const columns: Column<Grant>[] = [
    { header: common.number, cell: ({ id }) => String(id) },
    by === 'holder'
      ? { header: datasets.holder, cell: ({ holder }) => <MemberLink member={holder} /> }
      : { header: datasets.name, cell: ({ datasetId }) => <DatasetLink id={datasetId} title={title(datasetId)} /> },
    {
      header: datasets.rights,
      cell: (grant) => format.list(grant.rights.map((right) => rights[right as keyof typeof rights] ?? right)),
    },
    { header: datasets.valid, cell: validity },
    {
      header: datasets.units,
      numeric: true,
      cell: ({ units, used }) => (units === null ? null : `${format.number(used)} / ${format.number(units)}`),
    },
  ];
  return <DataTable caption={datasets.grants} columns={columns} rows={grants} keyOf={({ id }) => id} />;
}
