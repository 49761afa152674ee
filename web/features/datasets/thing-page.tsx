import { Redirect } from 'wouter';
import { Page } from '../../components/ui/page.js';
import { Answer } from '../../components/ui/states.js';
import { useOne } from '../../data/api.js';
import { useTexts } from '../../texts/language.js';

/** A version, offer, grant or terms by its number: it is shown with its dataset. */
export function ThingPage({ id, name }: { name: 'version' | 'offer' | 'grant' | 'terms'; id: string }) {
  const { search } = useTexts();
  const thing = useOne(name, { id });
  return (
    <Page title={`${search.kinds[name]} ${id}`}>
      <Answer query={thing}>
        {({ datasetId }) => <Redirect to={`/datasets/${datasetId}${name === 'offer' ? `#offer-${id}` : ''}`} replace />}
      </Answer>
    </Page>
  );
}
