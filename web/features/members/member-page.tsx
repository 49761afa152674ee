import { SimpleGrid } from '@mantine/core';
import { useParams } from 'wouter';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { GrantTable } from '../../components/ui/grant-table.js';
import { DatasetLink } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { PayoutTable } from '../../components/ui/payout-table.js';
import { Section } from '../../components/ui/section.js';
import { Answer, Rows } from '../../components/ui/states.js';
import { Tag } from '../../components/ui/tag.js';
import { useOne, usePages } from '../../data/api.js';
import { useTitleOf, useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { Identity } from './identity.js';
import { Keys } from './keys.js';
import { Money } from './money.js';
import { useStanding } from './use-standing.js';

const FEW = 10;

/** One member: who it is by law, what it owns, earns and was paid. */
export function MemberPage() {
  const { id } = useParams<{ id: string }>();
  const { common } = useTexts();
  const member = useOne('member', { id });
  return member.data === undefined ? (
    <Page title={common.member(Number(id) || 0)} key={id}>
      <Answer query={member}>{() => null}</Answer>
    </Page>
  ) : (
    <MemberView member={member.data} key={id} />
  );
}

function MemberView({ member }: { member: AnswerOf<'member'> }) {
  const { members: texts } = useTexts();
  const standing = useStanding()(member);
  return (
    <Page title={member.legalName} aside={<Tag tone={standing === 'active' ? 'good' : 'bad'}>{texts.statuses[standing]}</Tag>}>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={texts.identity}>
          <Identity member={member} />
        </Section>
        <Section title={texts.money}>
          <Money member={member} />
        </Section>
      </SimpleGrid>
      <Section title={texts.datasets}>
        <Datasets memberId={member.id} />
      </Section>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Section title={texts.income}>
          <Income memberId={member.id} />
        </Section>
        <Section title={texts.payouts}>
          <Payouts memberId={member.id} />
        </Section>
      </SimpleGrid>
      <Section title={texts.grants}>
        <Grants memberId={member.id} />
      </Section>
      <Section title={texts.spent}>
        <Purchases memberId={member.id} />
      </Section>
      <Section title={texts.keys}>
        <Keys keys={member.keys} />
      </Section>
    </Page>
  );
}

function Datasets({ memberId }: { memberId: number }) {
  const { datasets, members } = useTexts();
  const format = useFormat();
  const titleOf = useTitleOf();
  const pages = usePages('datasets', { owner: memberId });
  const columns: Column<AnswerOf<'datasets'>>[] = [
    { header: datasets.name, cell: (dataset) => <DatasetLink id={dataset.id} title={titleOf(dataset)} /> },
    { header: datasets.published, cell: ({ publishedAt }) => format.date(publishedAt) },
    { header: datasets.size, numeric: true, cell: ({ byteSize }) => format.bytes(byteSize) },
  ];
  return (
    <Rows pages={pages} empty={members.noDatasets}>
      {(rows) => <DataTable caption={members.datasets} columns={columns} rows={rows} keyOf={({ id }) => id} />}
    </Rows>
  );
}

function Income({ memberId }: { memberId: number }) {
  const { common, members } = useTexts();
  const format = useFormat();
  const pages = usePages('credits', { id: memberId, order: 'desc' }, FEW);
  const title = useTitles((pages.rows ?? []).map(({ datasetId }) => datasetId));
  const columns: Column<AnswerOf<'credits'>>[] = [
    { header: common.date, cell: ({ time }) => format.time(time) },
    { header: members.from, cell: ({ datasetId }) => <DatasetLink id={datasetId} title={title(datasetId)} /> },
    { header: common.amount, numeric: true, cell: ({ amount }) => format.money(amount) },
  ];
  return (
    <Rows pages={pages} empty={members.noIncome}>
      {(rows) => (
        <DataTable caption={members.income} columns={columns} rows={rows} keyOf={({ distributionId }) => distributionId} />
      )}
    </Rows>
  );
}

function Payouts({ memberId }: { memberId: number }) {
  const { members } = useTexts();
  const pages = usePages('payouts', { member: memberId, order: 'desc' }, FEW);
  return (
    <Rows pages={pages} empty={members.noPayouts}>
      {(rows) => <PayoutTable payouts={rows} withMember={false} />}
    </Rows>
  );
}

function Grants({ memberId }: { memberId: number }) {
  const { members } = useTexts();
  const pages = usePages('grants', { member: memberId });
  return (
    <Rows pages={pages} empty={members.noGrants}>
      {(rows) => <GrantTable grants={rows} by="dataset" />}
    </Rows>
  );
}

function Purchases({ memberId }: { memberId: number }) {
  const { common, datasets, members, payouts } = useTexts();
  const format = useFormat();
  const pages = usePages('purchases', { member: memberId, order: 'desc' }, FEW);
  const title = useTitles((pages.rows ?? []).map(({ datasetId }) => datasetId));
  const columns: Column<AnswerOf<'purchases'>>[] = [
    { header: common.date, cell: ({ time }) => format.time(time) },
    { header: payouts.kind, cell: ({ kind }) => payouts.kindsOfSale[kind] },
    { header: datasets.name, cell: ({ datasetId }) => <DatasetLink id={datasetId} title={title(datasetId)} /> },
    { header: payouts.paid, numeric: true, cell: ({ gross }) => format.money(gross) },
  ];
  return (
    <Rows pages={pages} empty={members.noPurchases}>
      {(rows) => (
        <DataTable
          caption={members.spent}
          columns={columns}
          rows={rows}
          keyOf={({ txHash, grantId }) => `${txHash} ${grantId}`}
        />
      )}
    </Rows>
  );
}
