import { ZeroAddress } from 'ethers';
import { packEntry, unpackVersion } from '../../../sdk/entry.js';
import { bindersOf } from '../model/lineage.js';
import { payeesOf } from '../model/money.js';
import { isActive, must, type State, type Totals } from '../model/state.js';
import type { Touched } from '../model/verdict.js';
import type { Cast } from './cast.js';
import { ask } from './chain.js';

/** Values by name, as text. */
export type View = Record<string, string>;

const WITHDRAWN = 1n << 96n;

/** What the model believes of something. */
export function believed(state: State, touched: Touched): View {
  if (touched.type === 'pair') {
    const { released, consents } = must(state.datasets, touched.datasetId);
    return view({ released: released.get(touched.sourceId) ?? 0, consent: consents.get(touched.sourceId) ?? 0 });
  }
  const { id } = touched;
  switch (touched.type) {
    case 'dataset': {
      const { owner, versions, retired, frozenUntil } = must(state.datasets, id);
      const withdrawn = versions.filter((version) => must(state.versions, version).withdrawn).length;
      const bound = bindersOf(state, id).length > 0;
      return view({
        owner,
        current: versions.at(-1),
        count: versions.length,
        retired,
        bound,
        withdrawn,
        frozen: frozenUntil > state.now,
      });
    }
    case 'version': {
      const { datasetId, tableId, publishedAt, withdrawn, ownShareBps } = must(state.versions, id);
      const payees = payeesOf(state, id).map(packEntry).join();
      return view({ datasetId, tableId, publishedAt, withdrawn, ownShareBps, payees });
    }
    case 'terms': {
      const { owner, datasetId, versionId, rights, royaltyBps, purposes } = must(state.terms, id);
      return view({ owner, datasetId, versionId, rights, royaltyBps, purposes });
    }
    case 'offer': {
      const { price, period, termsId, units, buyer, seats, taken, closed } = must(state.offers, id);
      return view({ price, period, termsId, units, buyer, seats, taken, closed });
    }
    case 'grant': {
      const { memberId, termsId, offerId, versionId, units, used, start, end, frozenUntil } = must(state.grants, id);
      const frozen = frozenUntil > state.now;
      return view({ memberId, termsId, offerId, versionId, units, used, start, end, market: 1, frozen });
    }
    case 'table':
      return view({ sales: pair(state.sales.get(id)), royalties: pair(state.royalties.get(id)) });
    case 'member': {
      const { balance, received } = must(state.members, id);
      return view({ account: pair(state.accounts.get(id)), balance, received, active: isActive(state, id) });
    }
  }
}

/** What the contracts say of the same. */
export async function observed({ world, companies }: Cast, state: State, touched: Touched): Promise<View> {
  const { datasets, grants, market, revenue, members, token } = world.ledger;
  if (touched.type === 'pair') {
    const args = [touched.datasetId, touched.sourceId];
    const [[released], [consent]] = await Promise.all([ask(datasets, 'releasedUpTo', args), ask(datasets, 'consentOf', args)]);
    return view({ released, consent });
  }
  const { id } = touched;
  switch (touched.type) {
    case 'dataset': {
      const { owner, current, count, retired, bound, withdrawn, frozenUntil } = (await ask(datasets, 'datasetOf', [id]))[0];
      return view({ owner, current, count, retired, bound, withdrawn, frozen: frozenUntil > state.now });
    }
    case 'version': {
      const [[word], [payees]] = await Promise.all([ask(datasets, 'versionOf', [id]), ask(datasets, 'payeesOf', [id])]);
      const { datasetId, tableId, publishedAt, ownShareBps } = unpackVersion(word);
      const withdrawn = (word & WITHDRAWN) !== 0n;
      return view({ datasetId, tableId, publishedAt, withdrawn, ownShareBps, payees: payees.join() });
    }
    case 'terms': {
      const { owner, datasetId, versionId, rights, royaltyBps, purposes } = (await ask(grants, 'termsOf', [id]))[0];
      return view({ owner, datasetId, versionId, rights, royaltyBps, purposes });
    }
    case 'offer': {
      const { price, period, termsId, units, buyer, seats, taken, closed } = (await ask(market, 'offerOf', [id]))[0];
      return view({ price, period, termsId, units, buyer, seats, taken, closed });
    }
    case 'grant': {
      const [[grant], [until]] = await Promise.all([ask(grants, 'grantOf', [id]), ask(grants, 'frozenUntil', [id])]);
      const { memberId, termsId, offerId, versionId, units, used, start, end, market: number } = grant;
      const frozen = until > state.now;
      return view({ memberId, termsId, offerId, versionId, units, used, start, end, market: number, frozen });
    }
    case 'table': {
      const [[sales], [royalties]] = await Promise.all([ask(revenue, 'salesOf', [id]), ask(revenue, 'royaltiesOf', [id])]);
      return view({ sales: pair(sales), royalties: pair(royalties) });
    }
    case 'member': {
      const company = companies.get(id);
      const payoutAccount = company?.payoutAccount ?? (await ask(members, 'payoutFor', [id, ZeroAddress])).account;
      const [[account], [balance], [received], [until]] = await Promise.all([
        ask(revenue, 'accountOf', [id]),
        company === undefined ? [0n] : ask(token, 'balanceOf', [company.key.address]),
        ask(token, 'balanceOf', [payoutAccount]),
        ask(members, 'activeUntil', [id]),
      ]);
      return view({ account: pair(account), balance, received, active: until > 0n });
    }
  }
}

/** Everything that is there. */
export function everything(state: State): Touched[] {
  const all = (type: 'dataset' | 'version' | 'terms' | 'offer' | 'grant' | 'member', map: ReadonlyMap<number, unknown>) =>
    [...map.keys()].map((id): Touched => ({ type, id }));
  const tables = [...state.versions.values()].filter(({ id, tableId }) => id === tableId);
  const pairs = [...state.datasets.keys()].flatMap((datasetId) =>
    [...state.datasets.keys()].map((sourceId): Touched => ({ type: 'pair', datasetId, sourceId })),
  );
  return [
    ...all('dataset', state.datasets),
    ...all('version', state.versions),
    ...all('terms', state.terms),
    ...all('offer', state.offers),
    ...all('grant', state.grants),
    ...all('member', state.members),
    ...tables.map(({ id }): Touched => ({ type: 'table', id })),
    ...pairs,
  ];
}

/** The ledger's books, and how many there are of everything. */
export function believedBooks(state: State): View {
  return view({
    tracked: state.tracked,
    fees: state.fees,
    held: state.tracked,
    datasets: state.datasets.size,
    versions: state.versions.size,
    terms: state.terms.size,
    offers: state.offers.size,
    grants: state.grants.size,
  });
}

/** The same, as the contracts say. */
export async function observedBooks({ world }: Cast): Promise<View> {
  const { datasets, grants, market, revenue, token } = world.ledger;
  const [[tracked, fees], [held], ...counts] = await Promise.all([
    ask(revenue, 'books', []),
    ask(token, 'balanceOf', [world.deployment.contracts.RevenueLedger]),
    ask(datasets, 'datasetCount', []),
    ask(datasets, 'versionCount', []),
    ask(grants, 'termsCount', []),
    ask(market, 'offerCount', []),
    ask(grants, 'grantCount', []),
  ]);
  const [datasetCount, versions, terms, offers, grantCount] = counts.map(([count]) => count);
  return view({ tracked, fees, held, datasets: datasetCount, versions, terms, offers, grants: grantCount });
}

function view(values: Record<string, unknown>): View {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function pair(totals: Totals | undefined): string {
  return `${totals?.total ?? 0n}/${totals?.done ?? 0n}`;
}
