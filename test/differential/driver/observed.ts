import { ZeroAddress } from 'ethers';
import { unpackVersion } from '../../../sdk/entry.js';
import type { State } from '../model/state.js';
import type { Touched } from '../model/verdict.js';
import { type View, view } from './believed.js';
import type { Cast } from './cast.js';
import type { Query, Words } from './reading.js';

/** How something is read: which views, and what their words mean. */
export interface Observation {
  queries: Query[];
  understand(...answers: Words[]): View;
}

const WITHDRAWN = 1n << 96n;

/** How the contracts are asked for something. */
export function observation({ world, companies, consortiumAccount }: Cast, state: State, touched: Touched): Observation {
  const { datasets, grants, market, revenue, members, token } = world.ledger;
  const flag = (word: bigint | undefined) => word === 1n;
  const frozen = (until: bigint | undefined) => (until ?? 0n) > state.now;
  switch (touched.type) {
    case 'pair': {
      const args = [touched.datasetId, touched.sourceId];
      return {
        queries: [
          { contract: datasets, view: 'releasedUpTo', args },
          { contract: datasets, view: 'consentOf', args },
        ],
        understand: ([released], [consent]) => view({ released, consent }),
      };
    }
    case 'dataset':
      return {
        queries: [{ contract: datasets, view: 'datasetOf', args: [touched.id] }],
        understand: ([owner, current, count, until, retired, bound, changes]) =>
          view({ owner, current, count, retired: flag(retired), bound: flag(bound), changes, frozen: frozen(until) }),
      };
    case 'version':
      return {
        queries: [
          { contract: datasets, view: 'versionOf', args: [touched.id] },
          { contract: datasets, view: 'payeesOf', args: [touched.id] },
        ],
        understand: ([word = 0n], payees) => {
          const { datasetId, tableId, publishedAt, ownShareBps } = unpackVersion(word);
          const withdrawn = (word & WITHDRAWN) !== 0n;
          return view({ datasetId, tableId, publishedAt, withdrawn, ownShareBps, payees: payees.slice(2).join() });
        },
      };
    case 'terms':
      return {
        queries: [{ contract: grants, view: 'termsOf', args: [touched.id] }],
        understand: ([owner, datasetId, versionId, rights, royaltyBps, purposes]) =>
          view({ owner, datasetId, versionId, rights, royaltyBps, purposes }),
      };
    case 'offer':
      return {
        queries: [{ contract: market, view: 'offerOf', args: [touched.id] }],
        understand: ([price, period, termsId, units, buyer, seats, taken, closed]) =>
          view({ price, period, termsId, units, buyer, seats, taken, closed: flag(closed) }),
      };
    case 'grant':
      return {
        queries: [
          { contract: grants, view: 'grantOf', args: [touched.id] },
          { contract: grants, view: 'frozenUntil', args: [touched.id] },
        ],
        understand: ([memberId, termsId, offerId, versionId, units, used, start, end, number], [until]) =>
          view({ memberId, termsId, offerId, versionId, units, used, start, end, market: number, frozen: frozen(until) }),
      };
    case 'table':
      return {
        queries: [
          { contract: revenue, view: 'salesOf', args: [touched.id] },
          { contract: revenue, view: 'royaltiesOf', args: [touched.id] },
        ],
        understand: ([sales, salesDone] = [], [royalties, royaltiesDone]) =>
          view({ sales, 'sales done': salesDone, royalties, 'royalties done': royaltiesDone }),
      };
    case 'member': {
      const { id } = touched;
      const company = companies.get(id);
      const holder = company?.key.address ?? ZeroAddress;
      return {
        queries: [
          { contract: revenue, view: 'accountOf', args: [id] },
          { contract: token, view: 'balanceOf', args: [holder] },
          { contract: token, view: 'balanceOf', args: [company?.payoutAccount ?? consortiumAccount] },
          { contract: members, view: 'activeUntil', args: [id] },
        ],
        understand: ([account, done], [balance], [received], [until]) =>
          view({ account, 'account done': done, balance, received, active: until !== 0n }),
      };
    }
    case 'books': {
      const query = (contract: unknown, name: string, args: string[] = []): Query => ({ contract, view: name, args });
      return {
        queries: [
          query(revenue, 'books'),
          query(token, 'balanceOf', [world.deployment.contracts.RevenueLedger]),
          query(datasets, 'datasetCount'),
          query(datasets, 'versionCount'),
          query(grants, 'termsCount'),
          query(market, 'offerCount'),
          query(grants, 'grantCount'),
        ],
        understand: ([tracked, fees], ...rest) => {
          const [held, datasetCount, versions, terms, offers, grantCount] = rest.map((words) => words[0]);
          return view({ tracked, fees, held, datasets: datasetCount, versions, terms, offers, grants: grantCount });
        },
      };
    }
  }
}

/** The fingerprint that a receiver sees now. */
export function fingerprintQuery({ world }: Cast, datasetId: number): Query {
  return { contract: world.ledger.datasets, view: 'getStateFingerprint', args: [datasetId] };
}
