import { Page } from '../../components/ui/page.js';
import { PayoutTable } from '../../components/ui/payout-table.js';
import { Section } from '../../components/ui/section.js';
import { Rows } from '../../components/ui/states.js';
import { usePages } from '../../data/api.js';
import { useTexts } from '../../texts/language.js';

/** All payouts, newest first. */
export function PayoutsPage() {
  const { payouts: texts } = useTexts();
  const pages = usePages('payouts', { order: 'desc' });
  return (
    <Page title={texts.title} intro={texts.intro}>
      <Section title={texts.title}>
        <Rows pages={pages} empty={texts.empty}>
          {(rows) => <PayoutTable payouts={rows} />}
        </Rows>
      </Section>
    </Page>
  );
}
