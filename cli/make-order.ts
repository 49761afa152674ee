import { LedgerError } from '../sdk/errors.js';
import type { Ledger } from '../sdk/ledger.js';
import { type Order, priceOf } from '../sdk/orders.js';
import { parseCount, parseId } from './arguments.js';
import type { Context } from './context.js';
import { requireDerivable } from './require-derivable.js';

/** What a buyer says about an order. */
export interface OrderOptions {
  versionId?: string;
  units?: string;
}

/**
 * Makes an order of what a buyer has named, and asks what it costs now.
 *
 * @param grantId - The grant to renew; 0 to buy a new one.
 * @param memberId - The buyer.
 * @returns The price in settlement-token base units.
 * @throws `NOT_FOUND`, `BAD_UNITS`, `DERIVE_IMPOSSIBLE`.
 */
export async function makeOrder(
  context: Context,
  ledger: Ledger,
  { grantId, memberId, offerId }: { grantId: number; memberId: number; offerId: number },
  options: OrderOptions,
): Promise<{ order: Order; price: bigint }> {
  const units = parseCount(options.units);
  const sold = await ledger.market.offerOf(offerId);
  if (sold.termsId === 0n) throw new LedgerError('NOT_FOUND', { what: 'offer', id: offerId });
  const price = priceOf(sold, units);
  const { datasetId, rights, royaltyBps, versionId: pinned } = await ledger.grants.termsOf(sold.termsId);
  const shown = pinned === 0n ? (await ledger.datasets.datasetOf(datasetId)).current : pinned;
  const versionId = options.versionId === undefined ? Number(shown) : parseId(options.versionId);
  if (grantId === 0) await requireDerivable(context, { versionId, memberId, rights, royaltyBps });
  return { order: { grantId, offerId, versionId, units }, price };
}

/**
 * The offer at which a grant was bought.
 *
 * @throws `NOT_FOUND`.
 */
export async function offerOfGrant(ledger: Ledger, grantId: number): Promise<number> {
  const held = await ledger.grants.grantOf(grantId);
  if (held.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: grantId });
  return Number(held.offerId);
}
