import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { Hash } from '../../components/ui/hash.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Key = AnswerOf<'member'>['keys'][number];

/** The keys that act for a member, and what each may do. */
export function Keys({ keys }: { keys: readonly Key[] }) {
  const { members: texts } = useTexts();
  const format = useFormat();
  const columns: Column<Key>[] = [
    { header: texts.address, cell: ({ address }) => <Hash label={texts.address} value={address} /> },
    {
      header: texts.roles,
      cell: ({ revoked, roles }) =>
        revoked ? texts.revoked : format.list(roles.map((role) => texts.keyRoles[role as keyof typeof texts.keyRoles] ?? role)),
    },
  ];
  return <DataTable caption={texts.keys} columns={columns} rows={keys} keyOf={({ address }) => address} />;
}
