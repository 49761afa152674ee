import { LedgerError } from '../sdk/errors.js';
import { fromBits, RIGHTS } from '../sdk/ids.js';
import { formatPercent } from '../sdk/units.js';
import type { Context } from './context.js';

/** What is looked at before a right to derive is bought. */
export interface DeriveDeal {
  versionId: number;
  /** Who buys. */
  memberId: number;
  /** Bits of the terms' rights, and the royalty that they ask. */
  rights: bigint;
  royaltyBps: bigint;
}

/**
 * Says what deriving from a version costs for ever, before it is paid for; other rights pass in silence.
 *
 * @throws `DERIVE_IMPOSSIBLE` when the contract would refuse the grant: somebody has not let others derive, or nothing would be left.
 */
export async function requireDerivable(context: Context, deal: DeriveDeal): Promise<void> {
  if (!fromBits(deal.rights, RIGHTS).includes('derive')) return;
  const { memberId, versionId } = deal;
  const { data } = await context.api.get('derivable', { id: versionId, member: memberId });
  const asked = Number(deal.royaltyBps);
  const missing = data.missingOnward.map((one) => `dataset ${one.datasetId} of ${one.owner.legalName}`);
  const problem =
    missing.length > 0
      ? `no onward right from ${missing.join(', ')}`
      : asked > data.roomBps
        ? `royalties of ${formatPercent(data.owedBps)} are owed already, and ${formatPercent(asked)} more leaves nothing`
        : data.roomEntries === 0
          ? `${data.royalties.length} royalties are owed already, and a table has no room for one more`
          : undefined;
  if (problem !== undefined) throw new LedgerError('DERIVE_IMPOSSIBLE', { versionId, problem });
  const left = formatPercent(10_000 - data.owedBps - asked);
  const owed = `${formatPercent(data.owedBps)} to ${data.royalties.length} earlier sources`;
  context.note(`of whatever you make from version ${versionId}: ${formatPercent(asked)} by this grant, ${owed}, ${left} yours`);
}
