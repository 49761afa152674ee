import { packEntry } from '../../../sdk/entry.js';
import { bindersOf } from '../model/lineage.js';
import { payeesOf } from '../model/money.js';
import { consentedTo, isActive, must, type State, type Totals } from '../model/state.js';
import type { Touched } from '../model/verdict.js';

/** Values by name, as text. */
export type View = Record<string, string>;

/** What the model believes of something. */
export function believed(state: State, touched: Touched): View {
  switch (touched.type) {
    case 'pair': {
      const dataset = must(state.datasets, touched.datasetId);
      const consent = consentedTo(state, dataset, touched.sourceId);
      return view({ released: dataset.released.get(touched.sourceId) ?? 0, consent });
    }
    case 'dataset': {
      const { id, owner, versions, retired, frozenUntil, changes } = must(state.datasets, touched.id);
      const bound = bindersOf(state, id).length > 0;
      const frozen = frozenUntil > state.now;
      return view({ owner, current: versions.at(-1), count: versions.length, retired, bound, changes, frozen });
    }
    case 'version': {
      const { id, datasetId, tableId, publishedAt, withdrawn, ownShareBps } = must(state.versions, touched.id);
      const payees = payeesOf(state, id).map(packEntry).join();
      return view({ datasetId, tableId, publishedAt, withdrawn, ownShareBps, payees });
    }
    case 'terms': {
      const { owner, datasetId, versionId, rights, royaltyBps, purposes } = must(state.terms, touched.id);
      return view({ owner, datasetId, versionId, rights, royaltyBps, purposes });
    }
    case 'offer': {
      const { price, period, termsId, units, buyer, seats, taken, closed } = must(state.offers, touched.id);
      return view({ price, period, termsId, units, buyer, seats, taken, closed });
    }
    case 'grant': {
      const { memberId, termsId, offerId, versionId, units, used, start, end, frozenUntil } = must(state.grants, touched.id);
      const frozen = frozenUntil > state.now;
      return view({ memberId, termsId, offerId, versionId, units, used, start, end, market: 1, frozen });
    }
    case 'table':
      return view({ ...pair('sales', state.sales.get(touched.id)), ...pair('royalties', state.royalties.get(touched.id)) });
    case 'member': {
      const { id, balance, received } = must(state.members, touched.id);
      return view({ ...pair('account', state.accounts.get(id)), balance, received, active: isActive(state, id) });
    }
    case 'books': {
      const { tracked, fees, datasets, versions, terms, offers, grants } = state;
      const counts = { datasets: datasets.size, versions: versions.size, terms: terms.size };
      return view({ tracked, fees, held: tracked, ...counts, offers: offers.size, grants: grants.size });
    }
  }
}

/** Everything that is there. */
export function everything(state: State): Touched[] {
  const all = (type: 'dataset' | 'version' | 'terms' | 'offer' | 'grant' | 'member', map: ReadonlyMap<number, unknown>) =>
    [...map.keys()].map((id): Touched => ({ type, id }));
  const ids = [...state.datasets.keys()];
  return [
    ...all('dataset', state.datasets),
    ...all('version', state.versions),
    ...all('terms', state.terms),
    ...all('offer', state.offers),
    ...all('grant', state.grants),
    ...all('member', state.members),
    ...[...state.versions.values()].filter(({ id, tableId }) => id === tableId).map(({ id }): Touched => ({ type: 'table', id })),
    ...ids.flatMap((datasetId) => ids.map((sourceId): Touched => ({ type: 'pair', datasetId, sourceId }))),
  ];
}

/** Values as text. */
export function view(values: Record<string, unknown>): View {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function pair(name: string, totals: Totals | undefined): View {
  return { [name]: String(totals?.total ?? 0n), [`${name} done`]: String(totals?.done ?? 0n) };
}
