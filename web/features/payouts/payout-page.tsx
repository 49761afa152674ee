import { Alert, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { type Column, DataTable } from '../../components/ui/data-table.js';
import { Facts } from '../../components/ui/facts.js';
import { Hash } from '../../components/ui/hash.js';
import { DatasetLink, MemberLink } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { Section } from '../../components/ui/section.js';
import { Answer } from '../../components/ui/states.js';
import { useOne } from '../../data/api.js';
import { useTitles } from '../../data/names.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { DistributionSection } from './distribution-section.js';

/** Distributions that are laid open at once: each asks for several things. */
const FEW = 10;

type Payout = AnswerOf<'payout'>;
type Line = NonNullable<Payout['lines']>[number];

/** One payout, down to the purchases that it came from: opening + lines = payout, always. */
export function PayoutPage() {
  const { id } = useParams<{ id: string }>();
  const { payouts: texts } = useTexts();
  const payout = useOne('payout', { id });
  return payout.data === undefined ? (
    <Page title={texts.title} key={id}>
      <Answer query={payout}>{() => null}</Answer>
    </Page>
  ) : (
    <PayoutView payout={payout.data} key={id} />
  );
}

function PayoutView({ payout }: { payout: Payout }) {
  const { common, payouts: texts } = useTexts();
  const format = useFormat();
  const { lines = [] } = payout;
  const [opened, setOpened] = useState(FEW);
  return (
    <Page title={texts.one(format.money(payout.amount), payout.member.legalName)}>
      {payout.failed && <Alert color="red" title={texts.failed} />}
      <Section title={common.details}>
        <Facts
          facts={[
            [texts.to, <MemberLink key="to" member={payout.member} />],
            [common.date, format.time(payout.time)],
            [common.amount, format.money(payout.amount)],
            [texts.kind, texts.kinds[payout.kind]],
            [texts.account, <Hash key="account" label={texts.account} value={payout.account} />],
            [common.block, format.number(payout.block)],
            [common.transaction, <Hash key="tx" label={common.transaction} value={payout.txHash} />],
          ]}
        />
      </Section>
      {payout.kind === 'fee' && <Text c="dimmed">{texts.feeNote}</Text>}
      {payout.lines !== undefined && (
        <Section title={texts.lines}>
          <Statement payout={payout} lines={lines} />
        </Section>
      )}
      {lines.slice(0, opened).map((line) => (
        <DistributionSection key={line.distributionId} id={line.distributionId} memberId={payout.member.id} />
      ))}
      {opened < lines.length && (
        <Button variant="default" size="sm" onClick={() => setOpened(opened + FEW)} style={{ alignSelf: 'start' }}>
          {`${common.more} (${format.number(opened)} / ${format.number(lines.length)})`}
        </Button>
      )}
    </Page>
  );
}

function Statement({ lines, payout }: { payout: Payout; lines: readonly Line[] }) {
  const { common, datasets, payouts: texts } = useTexts();
  const format = useFormat();
  const title = useTitles(lines.map(({ datasetId }) => datasetId));
  const columns: Column<Line | 'opening' | 'difference'>[] = [
    {
      header: common.details,
      cell: (line) => (line === 'opening' ? texts.opening : line === 'difference' ? texts.difference : texts.line),
    },
    {
      header: datasets.name,
      cell: (line) => typeof line === 'object' && <DatasetLink id={line.datasetId} title={title(line.datasetId)} />,
    },
    {
      header: common.amount,
      numeric: true,
      cell: (line) =>
        format.money(
          line === 'opening' ? (payout.opening ?? '0') : line === 'difference' ? (payout.difference ?? '0') : line.amount,
        ),
    },
  ];
  return (
    <DataTable
      caption={texts.lines}
      columns={columns}
      rows={['opening', ...lines, 'difference']}
      keyOf={(line) => (typeof line === 'string' ? line : line.distributionId)}
      foot={[texts.sum, '', format.money(payout.amount)]}
    />
  );
}
