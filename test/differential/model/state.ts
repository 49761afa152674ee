import type { Payee } from '../../../sdk/entry.js';

/** What stands between a version and one that it names: the terms of the grant, or ownership. */
export interface Naming {
  versionId: number;
  /** Absent when the source was the publisher's own. */
  terms?: { royaltyBps: number; onward: boolean };
}

/** A royalty that somebody agreed to: by the terms of a grant, or as a gift. */
export interface Agreement {
  shareBps: number;
  tableId: number;
  onward: boolean;
}

/** What a version comes from. */
export interface Origin {
  id: number;
  datasetId: number;
  namings: Naming[];
  /** Dataset → what it is given for nothing. */
  gifts: Map<number, Agreement>;
  /** Dataset → the last version of this dataset that its royalties were released up to, when this one was published. */
  released: ReadonlyMap<number, number>;
}

/** A version. One that inherits has an empty `payees` and an older `tableId`. */
export interface Version extends Origin {
  tableId: number;
  publishedAt: number;
  withdrawn: boolean;
  payees: Payee[];
  ownShareBps: number;
}

export interface Dataset {
  id: number;
  owner: number;
  versions: number[];
  retired: boolean;
  frozenUntil: number;
  released: Map<number, number>;
  /** By source: whom its owner has named, and who owned source and dataset then. */
  consents: Map<number, { by: number; from: number; to: number }>;
  /** Withdrawals, and releases and consents that it gave as a source. */
  changes: number;
}

export interface Member {
  id: number;
  suspended: boolean;
  frozenUntil: number;
  /** The least payout that others may trigger, in base units. */
  minimum: bigint;
  /** What its key holds and what the market may take of it, in base units. */
  balance: bigint;
  allowance: bigint;
  /** What its payout account got, in base units. */
  received: bigint;
}

export interface Terms {
  id: number;
  owner: number;
  datasetId: number;
  versionId: number;
  rights: number;
  royaltyBps: number;
  purposes: bigint;
}

export interface Offer {
  id: number;
  termsId: number;
  price: bigint;
  period: number;
  units: number;
  buyer: number;
  seats: number;
  taken: number;
  closed: boolean;
}

export interface Grant {
  id: number;
  memberId: number;
  termsId: number;
  offerId: number;
  versionId: number;
  units: number;
  used: number;
  start: number;
  end: number;
  frozenUntil: number;
}

/** Running totals, in base units. */
export interface Totals {
  total: bigint;
  done: bigint;
}

/** All that the model believes. Times are Unix seconds. */
export interface State {
  now: number;
  consortium: number;
  members: Map<number, Member>;
  datasets: Map<number, Dataset>;
  versions: Map<number, Version>;
  terms: Map<number, Terms>;
  offers: Map<number, Offer>;
  grants: Map<number, Grant>;
  sales: Map<number, Totals>;
  royalties: Map<number, Totals>;
  accounts: Map<number, Totals>;
  fees: bigint;
  tracked: bigint;
  /** Orders that an authorization has paid. */
  spentOrders: Set<string>;
  /** Case and subject → how often it froze. */
  freezes: Map<string, number>;
}

/** Inside the contracts: access without end. */
export const NO_END = 2 ** 32 - 1;
export const MAX_ALLOWANCE = 2n ** 256n - 1n;
export const WHOLE_BPS = 10_000;

/** What is known to be there. */
export function must<T>(map: ReadonlyMap<number, T>, id: number): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`the model has no ${id}`);
  return found;
}

/** The latest version of a dataset. */
export function currentOf(state: State, datasetId: number): Version {
  return must(state.versions, must(state.datasets, datasetId).versions.at(-1) ?? 0);
}

/** The version that introduced a version's table. */
export function tableOf(state: State, version: Version): Version {
  return must(state.versions, version.tableId);
}

/** Whether a member may act. */
export function isActive(state: State, memberId: number): boolean {
  const member = must(state.members, memberId);
  return !member.suspended && member.frozenUntil <= state.now;
}

/** A pair of totals, made when it is not there. */
export function totals(map: Map<number, Totals>, id: number): Totals {
  const found = map.get(id) ?? { total: 0n, done: 0n };
  map.set(id, found);
  return found;
}

/** Whom the owner of a source lets a dataset go to; 0 when it named nobody, or either owner has changed since. */
export function consentedTo(state: State, dataset: Dataset, sourceId: number): number {
  const given = dataset.consents.get(sourceId);
  const isGood = given !== undefined && given.by === state.datasets.get(sourceId)?.owner && given.from === dataset.owner;
  return isGood ? given.to : 0;
}
