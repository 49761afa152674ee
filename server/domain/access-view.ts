import { fromBits, PURPOSES, RIGHTS } from '../../sdk/ids.js';
import type { LedgerReads, Page } from './reads.js';

/**
 * Offers, a page.
 *
 * @param reads - At one block.
 * @param filter - Of one dataset; open ones only.
 * @param page - After which id.
 */
export async function viewOffers(reads: LedgerReads, filter: { datasetId?: number; open?: boolean }, page: Page) {
  const rows = await reads.listOffers(filter, page);
  const names = await reads.legalNames(rows.flatMap((row) => [row.seller_id, row.buyer_id]));
  return rows.map((row) => ({
    id: row.id,
    seller: { id: row.seller_id, legalName: names.get(row.seller_id) },
    datasetId: row.dataset_id,
    /** null: follows updates */
    versionId: row.version_id === 0 ? null : row.version_id,
    price: row.price,
    /** null: without end */
    periodSeconds: row.period === 0 ? null : row.period,
    /** Uses that one price pays for; null: not counted */
    units: row.units === 0 ? null : row.units,
    /** The one member that may buy; null: everybody */
    buyer: row.buyer_id === 0 ? null : { id: row.buyer_id, legalName: names.get(row.buyer_id) },
    /** The most grants ever issued under it; null: any number */
    seats: row.seats === 0 ? null : row.seats,
    rights: fromBits(BigInt(row.rights), RIGHTS),
    purposes: fromBits(BigInt(row.purposes), PURPOSES),
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
 * @param filter - Of one dataset, or of one member.
 * @param page - After which id.
 */
export async function viewGrants(reads: LedgerReads, filter: { datasetId?: number; memberId?: number }, page: Page) {
  const rows = await reads.listGrants(filter, page);
  const names = await reads.legalNames(rows.map((row) => row.member_id));
  return rows.map((row) => ({
    id: row.id,
    holder: { id: row.member_id, legalName: names.get(row.member_id) },
    datasetId: row.dataset_id,
    versionId: row.version_id,
    followsUpdates: row.pinned_version_id === 0,
    rights: fromBits(BigInt(row.rights), RIGHTS),
    purposes: fromBits(BigInt(row.purposes), PURPOSES),
    offerId: row.offer_id,
    startsAt: row.starts_at,
    /** null: without end */
    endsAt: row.ends_at,
    /** Uses paid for; null: not counted */
    units: row.units === 0 ? null : row.units,
    used: row.used,
    /** Exclusive; null: never frozen */
    frozenUntil: row.frozen_until === 0 ? null : row.frozen_until,
  }));
}
