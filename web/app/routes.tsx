import { Anchor, Text } from '@mantine/core';
import { type ComponentType, lazy, Suspense } from 'react';
import { Link, Route, Switch } from 'wouter';
import { Page } from '../components/ui/page.js';
import { ThingPage } from '../features/datasets/thing-page.js';
import { OverviewPage } from '../features/overview/overview-page.js';
import { useTexts } from '../texts/language.js';

/** A page that is fetched when somebody goes there; the overview comes with the frame. */
function later<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(async () => ({ default: (await load())[name] }));
}

const DatasetsPage = later(() => import('../features/datasets/datasets-page.js'), 'DatasetsPage');
const DatasetPage = later(() => import('../features/datasets/dataset-page.js'), 'DatasetPage');
const MembersPage = later(() => import('../features/members/members-page.js'), 'MembersPage');
const MemberPage = later(() => import('../features/members/member-page.js'), 'MemberPage');
const PayoutsPage = later(() => import('../features/payouts/payouts-page.js'), 'PayoutsPage');
const PayoutPage = later(() => import('../features/payouts/payout-page.js'), 'PayoutPage');
const DistributionPage = later(() => import('../features/payouts/distribution-page.js'), 'DistributionPage');
const EventsPage = later(() => import('../features/events/events-page.js'), 'EventsPage');
const SearchPage = later(() => import('../features/search/search-page.js'), 'SearchPage');
const VerifyPage = later(() => import('../features/verify/verify-page.js'), 'VerifyPage');

/** Which page stands at which address. */
export function Routes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/" component={OverviewPage} />
        <Route path="/datasets" component={DatasetsPage} />
        <Route path="/datasets/:id" component={DatasetPage} />
        <Route path="/versions/:id">{({ id }) => <ThingPage name="version" id={id} />}</Route>
        <Route path="/offers/:id">{({ id }) => <ThingPage name="offer" id={id} />}</Route>
        <Route path="/grants/:id">{({ id }) => <ThingPage name="grant" id={id} />}</Route>
        <Route path="/terms/:id">{({ id }) => <ThingPage name="terms" id={id} />}</Route>
        <Route path="/members" component={MembersPage} />
        <Route path="/members/:id" component={MemberPage} />
        <Route path="/payouts" component={PayoutsPage} />
        <Route path="/payouts/:id" component={PayoutPage} />
        <Route path="/distributions/:id" component={DistributionPage} />
        <Route path="/events" component={EventsPage} />
        <Route path="/search" component={SearchPage} />
        <Route path="/verify" component={VerifyPage} />
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

function NotFound() {
  const { problem } = useTexts();
  return (
    <Page title={problem.notFound}>
      <Text>
        <Anchor component={Link} href="/">
          {problem.home}
        </Anchor>
      </Text>
    </Page>
  );
}
