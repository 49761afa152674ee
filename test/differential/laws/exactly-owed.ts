import { add, compare, type Fraction, fraction, times } from '../fraction.js';
import { must, type State, WHOLE_BPS } from '../model/state.js';

const ZERO = fraction(0n);
const ONE = fraction(1n);

/** What a member is owed by exact shares, and how much of it floors may leave: one unit for each floor on the way. */
interface Claim {
  owed: Fraction;
  slack: Fraction;
}

/**
 * Law: once all is distributed, nobody has more than its exact share of all sales, and less by fewer units than there are floors: one for
 * each table and accumulator that pays the member, and its part of one for each table that pays royalties to those.
 */
export function requireExactShares(state: State): void {
  for (const [memberId, { owed, slack }] of claims(state)) {
    const credited = fraction(state.accounts.get(memberId)?.total ?? 0n);
    const within = compare(credited, owed) <= 0 && compare(owed, add(credited, slack)) <= 0;
    const text = (value: Fraction) => `${value.num}/${value.den}`;
    if (!within) throw new Error(`member ${memberId} has ${text(credited)} of ${text(owed)}, slack ${text(slack)}`);
  }
}

function claims(state: State): Map<number, Claim> {
  const found = new Map<number, Claim>();
  const royalties = royaltiesOf(state);
  for (const table of state.versions.values()) {
    const sales = fraction(state.sales.get(table.id)?.total ?? 0n);
    const { owed: received, slack: lost } = royalties.get(table.id) ?? { owed: ZERO, slack: ZERO };
    for (const { kind, id, shareBps } of table.payees) {
      if (kind === 'royalty') continue;
      const ofOwn = fraction(BigInt(shareBps), BigInt(table.ownShareBps));
      const { owed, slack } = found.get(id) ?? { owed: ZERO, slack: ZERO };
      const part = add(times(sales, fraction(BigInt(shareBps), BigInt(WHOLE_BPS))), times(received, ofOwn));
      found.set(id, { owed: add(owed, part), slack: [ONE, ONE, times(lost, ofOwn)].reduce(add, slack) });
    }
  }
  return found;
}

/** What each table is owed by those that hold a royalty to it. */
function royaltiesOf(state: State): Map<number, Claim> {
  const found = new Map<number, Claim>();
  for (const table of state.versions.values()) {
    const sales = fraction(state.sales.get(table.id)?.total ?? 0n);
    for (const { kind, id, shareBps } of table.payees) {
      if (kind === 'originator') continue;
      must(state.versions, id);
      const { owed, slack } = found.get(id) ?? { owed: ZERO, slack: ZERO };
      found.set(id, { owed: add(owed, times(sales, fraction(BigInt(shareBps), BigInt(WHOLE_BPS)))), slack: add(slack, ONE) });
    }
  }
  return found;
}
