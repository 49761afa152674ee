import { useParams } from 'wouter';
import { Page } from '../../components/ui/page.js';
import { useTexts } from '../../texts/language.js';
import { DistributionSection } from './distribution-section.js';

/** One distribution by its place: where a royalty of a payout leads on to. */
export function DistributionPage() {
  const { id } = useParams<{ id: string }>();
  const { payouts: texts } = useTexts();
  return (
    <Page title={texts.oneDistribution(id)} key={id}>
      <DistributionSection id={id} />
    </Page>
  );
}
