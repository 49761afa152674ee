import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { LedgerError } from '../../sdk/errors.js';
import { fromBits, PURPOSES, RIGHTS } from '../../sdk/ids.js';
import { nameMembers, placeOf } from './names.js';
import { byId, byPlace, type IdPage, type PageOf, type PlacePage, toPage } from './page.js';
import type {
  AccessReads,
  GrantFilter,
  GrantRow,
  MemberReads,
  OfferFilter,
  OfferRow,
  PurchaseFilter,
  RefundFilter,
  TermsRow,
  TimelessReads,
} from './reads.js';

type Reads = AccessReads & MemberReads;

/**
 * Terms, a page.
 *
 * @param reads - At one block.
 * @param datasetId - Only of this dataset; absent: of all.
 * @param page - Which ones.
 */
export function viewTermsList(reads: Reads, datasetId: number | undefined, page: IdPage): Promise<PageOf<AnswerOf<'termsList'>>> {
  return toPage(
    page.limit,
    (limit) => reads.listTerms({ datasetId }, { ...page, limit }),
    byId,
    (rows) => showTerms(reads, rows),
  );
}

/**
 * One set of terms.
 *
 * @throws `NOT_FOUND`.
 */
export async function viewTerms(reads: Reads, id: number): Promise<AnswerOf<'terms'>> {
  return found(await showTerms(reads, only(await reads.findTerms(id))), 'set of terms', id);
}

async function showTerms(reads: Reads, rows: TermsRow[]): Promise<AnswerOf<'terms'>[]> {
  const named = await nameMembers(
    reads,
    rows.map((row) => row.owner_id),
  );
  return rows.map((row) => ({
    id: row.id,
    datasetId: row.dataset_id,
    owner: named(row.owner_id),
    versionId: row.version_id === 0 ? null : row.version_id,
    ...permissions(row),
    royaltyBps: row.royalty_bps,
    termsHash: row.terms_hash,
  }));
}

/**
 * Offers, a page.
 *
 * @param reads - At one block.
 * @param filter - Which offers.
 * @param page - Which ones.
 */
export function viewOffers(reads: Reads, filter: OfferFilter, page: IdPage): Promise<PageOf<AnswerOf<'offers'>>> {
  return toPage(
    page.limit,
    (limit) => reads.listOffers(filter, { ...page, limit }),
    byId,
    (rows) => showOffers(reads, rows),
  );
}

/**
 * One offer.
 *
 * @throws `NOT_FOUND`.
 */
export async function viewOffer(reads: Reads, id: number): Promise<AnswerOf<'offer'>> {
  return found(await showOffers(reads, only(await reads.findOffer(id))), 'offer', id);
}

async function showOffers(reads: Reads, rows: OfferRow[]): Promise<AnswerOf<'offers'>[]> {
  const named = await nameMembers(
    reads,
    rows.flatMap((row) => [row.seller_id, row.buyer_id]),
  );
  return rows.map((row) => ({
    id: row.id,
    seller: named(row.seller_id),
    datasetId: row.dataset_id,
    versionId: row.version_id === 0 ? null : row.version_id,
    price: row.price,
    periodSeconds: row.period === 0 ? null : row.period,
    units: row.units === 0 ? null : row.units,
    buyer: row.buyer_id === 0 ? null : named(row.buyer_id),
    seats: row.seats === 0 ? null : row.seats,
    taken: row.taken,
    ...permissions(row),
    royaltyBps: row.royalty_bps,
    termsId: row.terms_id,
    termsHash: row.terms_hash,
    closed: row.closed,
  }));
}

/**
 * Grants, a page.
 *
 * @param reads - At one block.
 * @param filter - Which grants.
 * @param page - Which ones.
 */
export function viewGrants(reads: TimelessReads, filter: GrantFilter, page: IdPage): Promise<PageOf<AnswerOf<'grants'>>> {
  return toPage(
    page.limit,
    (limit) => reads.listGrants(filter, { ...page, limit }),
    byId,
    (rows) => showGrants(reads, rows),
  );
}

/**
 * One grant.
 *
 * @throws `NOT_FOUND`.
 */
export async function viewGrant(reads: TimelessReads, id: number): Promise<AnswerOf<'grant'>> {
  return found(await showGrants(reads, only(await reads.findGrant(id))), 'grant', id);
}

async function showGrants(reads: TimelessReads, rows: GrantRow[]): Promise<AnswerOf<'grants'>[]> {
  const named = await nameMembers(
    reads,
    rows.map((row) => row.member_id),
  );
  return rows.map((row) => ({
    id: row.id,
    holder: named(row.member_id),
    datasetId: row.dataset_id,
    versionId: row.version_id,
    followsUpdates: row.pinned_version_id === 0,
    ...permissions(row),
    termsId: row.terms_id,
    offerId: row.offer_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    units: row.units === 0 ? null : row.units,
    used: row.used,
    frozenUntil: row.frozen_until === 0 ? null : row.frozen_until,
  }));
}

function permissions(row: { rights: number; purposes: string }) {
  return { rights: fromBits(BigInt(row.rights), RIGHTS), purposes: fromBits(BigInt(row.purposes), PURPOSES) };
}

function only<Row>(row: Row | undefined): Row[] {
  return row === undefined ? [] : [row];
}

function found<T>(answers: T[], what: string, id: number): T {
  const [answer] = answers;
  if (answer === undefined) throw new LedgerError('NOT_FOUND', { what, id });
  return answer;
}

/**
 * Purchases and renewals, a page.
 *
 * @param reads - At one block.
 * @param filter - Which ones.
 * @param page - Which of them.
 */
export function viewPurchases(reads: Reads, filter: PurchaseFilter, page: PlacePage): Promise<PageOf<AnswerOf<'purchases'>>> {
  const read = (limit: number) => reads.listPurchases(filter, { ...page, limit });
  return toPage(page.limit, read, byPlace, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.map((row) => row.member_id),
    );
    return rows.map((row) => ({
      kind: row.kind,
      grantId: row.grant_id,
      offerId: row.offer_id,
      versionId: row.version_id,
      tableId: row.table_id,
      datasetId: row.dataset_id,
      buyer: named(row.member_id),
      gross: row.amount,
      fee: row.fee,
      units: row.units,
      ...placeOf(row),
    }));
  });
}

/**
 * What sellers paid back, a page.
 *
 * @param reads - At one block.
 * @param filter - Which ones.
 * @param page - Which of them.
 */
export function viewRefunds(reads: Reads, filter: RefundFilter, page: PlacePage): Promise<PageOf<AnswerOf<'refunds'>>> {
  const read = (limit: number) => reads.listRefunds(filter, { ...page, limit });
  return toPage(page.limit, read, byPlace, async (rows) => {
    const named = await nameMembers(
      reads,
      rows.flatMap((row) => [row.member_id, row.seller_id]),
    );
    return rows.map((row) => ({
      grantId: row.grant_id,
      holder: named(row.member_id),
      seller: named(row.seller_id),
      account: row.account,
      amount: row.amount,
      ...placeOf(row),
    }));
  });
}
