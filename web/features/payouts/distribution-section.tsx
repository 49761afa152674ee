import { Stack, Text, Title } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { MemberLink, To } from '../../components/ui/names.js';
import { PayeeName } from '../../components/ui/payee-name.js';
import { Section } from '../../components/ui/section.js';
import { Answer, Rows } from '../../components/ui/states.js';
import { useOne, usePages } from '../../data/api.js';
import { useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';

type Distribution = AnswerOf<'distribution'>;

/** One distribution under a payout: the purchases and royalties that came in, and who got what of them. */
export function DistributionSection({ id, memberId }: { id: string; memberId?: number }) {
  const { common, payouts: texts } = useTexts();
  const format = useFormat();
  const query = useOne('distribution', { id });
  const title = useTitles(query.data === undefined ? [] : [query.data.datasetId]);
  const name = query.data === undefined ? '…' : (title(query.data.datasetId) ?? common.dataset(query.data.datasetId));
  return (
    <Section title={texts.distribution(name)}>
      <Answer query={query}>
        {(distribution) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              {format.time(distribution.time)} · {common.table(distribution.tableId)}
            </Text>
            <Part title={texts.purchases}>
              <Purchases distributionId={id} />
            </Part>
            {distribution.received.length > 0 && (
              <Part title={texts.received}>
                <Received received={distribution.received} />
              </Part>
            )}
            <Part title={texts.recipients}>
              <Recipients distribution={distribution} memberId={memberId} />
              <Text size="xs" c="dimmed" maw="80ch" mt="xs">
                {texts.how}
              </Text>
            </Part>
          </Stack>
        )}
      </Answer>
    </Section>
  );
}

function Part({ children, title }: { title: string; children: React.ReactNode }) {
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      {children}
    </div>
  );
}

function Purchases({ distributionId }: { distributionId: string }) {
  const { common, payouts: texts } = useTexts();
  const format = useFormat();
  const pages = usePages('purchases', { distribution: distributionId });
  const columns: Column<AnswerOf<'purchases'>>[] = [
    { header: common.date, cell: ({ time }) => format.time(time) },
    { header: texts.kind, cell: ({ kind }) => texts.kindsOfSale[kind] },
    { header: texts.buyer, cell: ({ buyer }) => <MemberLink member={buyer} /> },
    { header: texts.paid, numeric: true, cell: ({ gross }) => format.money(gross) },
    { header: texts.fee, numeric: true, cell: ({ fee }) => format.money(fee) },
    { header: texts.net, numeric: true, cell: ({ fee, gross }) => format.money(BigInt(gross) - BigInt(fee)) },
  ];
  return (
    <Rows pages={pages} empty={texts.noPurchases}>
      {(rows) => (
        <DataTable
          caption={texts.purchases}
          columns={columns}
          rows={rows}
          keyOf={({ grantId, txHash }) => `${txHash} ${grantId}`}
        />
      )}
    </Rows>
  );
}

function Received({ received }: { received: Distribution['received'] }) {
  const { common, members, payouts: texts } = useTexts();
  const format = useFormat();
  const title = useTitles(received.map(({ datasetId }) => datasetId));
  return (
    <DataTable
      caption={texts.received}
      columns={[
        {
          header: members.from,
          cell: ({ datasetId, distributionId }) => (
            <To href={`/distributions/${distributionId}`}>{texts.distribution(title(datasetId) ?? common.dataset(datasetId))}</To>
          ),
        },
        { header: common.amount, numeric: true, cell: ({ amount }) => format.money(amount) },
      ]}
      rows={received}
      keyOf={({ distributionId }) => distributionId}
    />
  );
}

function Recipients({ distribution, memberId }: { distribution: Distribution; memberId: number | undefined }) {
  const { common, datasets, payouts: texts } = useTexts();
  const format = useFormat();
  const { left, lines, royalties, sales } = distribution;
  const title = useTitles(lines.flatMap(({ datasetId }) => datasetId ?? []));
  const columns: Column<Distribution['lines'][number]>[] = [
    {
      header: datasets.payee,
      cell: ({ datasetId, id, kind, member }) => (
        <span style={kind === 'originator' && id === memberId ? { fontWeight: 700 } : undefined}>
          <PayeeName member={member} datasetId={datasetId} title={datasetId === undefined ? undefined : title(datasetId)} />
        </span>
      ),
    },
    { header: datasets.role, cell: ({ kind }) => (kind === 'royalty' ? datasets.royalty : datasets.originator) },
    { header: datasets.share, numeric: true, cell: ({ shareBps }) => format.percent(shareBps) },
    { header: common.amount, numeric: true, cell: ({ amount }) => format.money(amount) },
  ];
  return (
    <>
      <DataTable
        caption={texts.recipients}
        columns={columns}
        rows={lines}
        keyOf={({ id, kind }) => `${kind} ${id}`}
        foot={[texts.settled, '', '', format.money(BigInt(sales) + BigInt(royalties))]}
      />
      {left !== '0' && (
        <Text size="sm" c="dimmed">
          {left.startsWith('-') ? texts.madeUp : texts.left}: {format.money(left)}
        </Text>
      )}
    </>
  );
}
