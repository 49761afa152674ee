import { type Payee, type Royalty, sortPayees } from './entry.js';
import { LedgerError } from './errors.js';

/** A royalty that something asks for, with the dataset that it reaches. */
export interface AskedRoyalty extends Royalty {
  datasetId: number;
}

/** What a new version is made from, as read from its parents alone: their tables carry their ancestors' royalties. */
export interface TableInputs {
  /** The dataset that is published; 0 when it is new. */
  datasetId: number;
  /** Per source: the royalties in its table, and the one that the grant's terms ask when it is named by grant. */
  sources: { royalties: AskedRoyalty[]; terms?: AskedRoyalty }[];
  /** The royalties in the table of the dataset's version before, but for released ones. */
  previous: AskedRoyalty[];
}

/** How the originators' part is divided: any positive whole weights. */
export interface Originator {
  memberId: number;
  weight: number;
}

const WHOLE_BPS = 10_000;
const MAX_ENTRIES = 128;

/**
 * The royalties that a new table must hold: per dataset the highest of all that anything it comes from asks for, also at 0 basis points.
 * Among equal ones the newest table counts; onward holds only if everything it comes from has it.
 *
 * @param inputs - What the version is made from.
 */
export function owedRoyalties(inputs: TableInputs): AskedRoyalty[] {
  const owed = new Map<number, AskedRoyalty>();
  const asked = [
    ...inputs.sources.flatMap((source) => (source.terms ? [source.terms, ...source.royalties] : source.royalties)),
    ...inputs.previous,
  ];
  for (const one of asked) {
    if (one.datasetId === inputs.datasetId) continue;
    const other = owed.get(one.datasetId);
    if (other === undefined) {
      owed.set(one.datasetId, one);
      continue;
    }
    const higher = one.shareBps > other.shareBps || (one.shareBps === other.shareBps && one.id > other.id);
    owed.set(one.datasetId, { ...(higher ? one : other), onward: one.onward && other.onward });
  }
  return [...owed.values()];
}

/**
 * Completes a payee table: the royalties as owed, the rest divided among the originators by weight (largest remainder first).
 *
 * @param royalties - As {@link owedRoyalties} gives them, with gifts to own datasets if any.
 * @param originators - Whom the version's own part goes to.
 * @returns The table in order, summing to 10,000 basis points.
 * @throws `ROOM_LACKING` when the royalties leave an originator nothing, or make more than 128 entries.
 */
export function completeTable(royalties: readonly Royalty[], originators: readonly Originator[]): Payee[] {
  const royaltiesBps = royalties.reduce((sum, royalty) => sum + royalty.shareBps, 0);
  const roomBps = WHOLE_BPS - royaltiesBps;
  if (roomBps < originators.length || royalties.length + originators.length > MAX_ENTRIES) {
    throw new LedgerError('ROOM_LACKING', {
      royaltiesBps,
      royalties: royalties.length,
      originators: originators.length,
    });
  }
  const shares = divide(roomBps, originators);
  const own = originators.map((originator, i) => ({
    kind: 'originator' as const,
    id: originator.memberId,
    shareBps: shares[i] as number,
  }));
  const owed = royalties.map(({ id, shareBps, onward }) => ({ kind: 'royalty' as const, id, shareBps, onward }));
  return sortPayees<Payee>([...own, ...owed]);
}

/** Divides whole basis points by weight, at least one each; what rounding leaves goes to the largest remainders, then the earliest. */
function divide(totalBps: number, originators: readonly Originator[]): number[] {
  const weights = originators.reduce((sum, originator) => sum + originator.weight, 0);
  // Whole numbers only: a product is below 10^4 · 2^32.
  const parts = originators.map((originator, index) => {
    const product = totalBps * originator.weight;
    const remainder = product % weights;
    return { index, share: (product - remainder) / weights, remainder };
  });
  const shares = parts.map(({ share }) => Math.max(1, share));
  let rest = totalBps - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = parts.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let turn = 0; rest !== 0; turn = (turn + 1) % byRemainder.length) {
    const { index } = byRemainder[turn] as { index: number };
    const step = Math.sign(rest);
    if ((shares[index] as number) + step < 1) continue;
    shares[index] = (shares[index] as number) + step;
    rest -= step;
  }
  return shares;
}
