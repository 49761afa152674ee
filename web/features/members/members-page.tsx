import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { MemberLink } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { useStanding } from './use-standing.js';

/** All members. */
export function MembersPage() {
  const { members: texts } = useTexts();
  const format = useFormat();
  const standing = useStanding();
  const pages = usePages('members', {});
  const columns: Column<AnswerOf<'members'>>[] = [
    { header: texts.name, cell: (member) => <MemberLink member={member} /> },
    { header: texts.number, cell: ({ identifier, scheme }) => `${scheme} ${identifier}` },
    { header: texts.status, cell: (member) => texts.statuses[standing(member)] },
    { header: texts.admitted, cell: ({ admittedAt }) => format.date(admittedAt) },
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
