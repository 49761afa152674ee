import { SimpleGrid } from '@mantine/core';
import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { EventLines } from '../../components/ui/event-line.js';
import { To } from '../../components/ui/names.js';
import { Page } from '../../components/ui/page.js';
import { PayoutTable } from '../../components/ui/payout-table.js';
import { Section } from '../../components/ui/section.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useTexts } from '../../texts/language.js';
import { MoneyByWeek } from './money-by-week.js';
import { Totals } from './totals.js';

const FEW = 8;
/** What token standards ask for beside our own events, which say the same: it is left to the page of all events. */
const REPEATED = new Set([
  'Transfer',
  'Approval',
  'Locked',
  'TokenExpiryUpdated',
  'MetadataUpdate',
  'AuthorizationUsed',
  'PayeeTableDeclared',
]);
/** So many are read that enough are left. */
const READ = 5 * FEW;

/** The newest that are not repeated; where all are, they themselves. */
function fewOf(events: AnswerOf<'events'>[]): AnswerOf<'events'>[] {
  const own = events.filter(({ type }) => !REPEATED.has(type));
  return (own.length === 0 ? events : own).slice(0, FEW);
}

/** How the consortium is doing, and what just happened. */
export function OverviewPage() {
  const { app, events, overview, payouts } = useTexts();
  const latest = usePages('events', { order: 'desc' }, READ);
  const paid = usePages('payouts', { order: 'desc', kind: 'credit' }, FEW);
  return (
    <Page title={overview.title} intro={app.tagline}>
      <Totals />
      <Section title={overview.money}>
        <MoneyByWeek />
      </Section>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Section title={overview.latest} aside={<To href="/events">{overview.allEvents}</To>}>
          <Rows pages={{ ...latest, hasMore: false }} empty={events.empty}>
            {(rows) => <EventLines events={fewOf(rows)} />}
          </Rows>
        </Section>
        <Section title={overview.recent} aside={<To href="/payouts">{overview.allPayouts}</To>}>
          <Rows pages={{ ...paid, hasMore: false }} empty={payouts.empty}>
            {(rows) => <PayoutTable payouts={rows} />}
          </Rows>
        </Section>
      </SimpleGrid>
    </Page>
  );
}
