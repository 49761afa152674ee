import type { Payee } from '../../../sdk/entry.js';
import type { ActOf } from '../acts.js';
import { isActive, must, type State, type Totals, totals, type Version, WHOLE_BPS } from './state.js';
import { createProblems, type Touched, type Verdict } from './verdict.js';

/** The consortium's part of a purchase, in basis points. */
const FEE_BPS = 100n;

/** Books a price for a table: the fee is taken once, here. */
export function collect(state: State, tableId: number, amount: bigint): void {
  const fee = (amount * FEE_BPS) / BigInt(WHOLE_BPS);
  state.fees += fee;
  state.tracked += amount;
  totals(state.sales, tableId).total += amount - fee;
}

/** What a share of a total grew by since it was settled. */
function growth({ total, done }: Totals, shareBps: number, wholeBps: number): bigint {
  const floor = (amount: bigint) => (amount * BigInt(shareBps)) / BigInt(wholeBps);
  return floor(total) - floor(done);
}

/** Judges a distribution: tables in strictly descending order, and nothing else. */
export function judgeDistribution(state: State, { tables }: ActOf<'distribute'>): Verdict {
  const problems = createProblems();
  for (const [i, id] of tables.entries()) {
    problems.unless(i === 0 || id < (tables[i - 1] ?? 0), 'RevenueLedger_OutOfOrder');
    problems.unless(state.versions.get(id)?.tableId === id, 'DatasetRegistry_NotATable');
  }
  const apply: Verdict['apply'] = () => tables.flatMap((id) => distribute(state, must(state.versions, id)));
  return { problems: problems.list, apply };
}

function distribute(state: State, table: Version): Touched[] {
  const sales = totals(state.sales, table.id);
  const royalties = totals(state.royalties, table.id);
  const touched = table.payees.map((payee): Touched => {
    const ofSales = growth(sales, payee.shareBps, WHOLE_BPS);
    if (payee.kind === 'royalty') {
      totals(state.royalties, payee.id).total += ofSales;
      return { type: 'table', id: payee.id };
    }
    totals(state.accounts, payee.id).total += ofSales + growth(royalties, payee.shareBps, table.ownShareBps);
    return { type: 'member', id: payee.id };
  });
  sales.done = sales.total;
  royalties.done = royalties.total;
  return [{ type: 'table', id: table.id }, ...touched];
}

/** Judges payouts: members in strictly ascending order; below its minimum a member is paid only when it calls or is not active. */
export function judgePayout(state: State, { by, members }: ActOf<'payOut'>): Verdict {
  const problems = createProblems();
  problems.unless(
    members.every((id, i) => i === 0 || id > (members[i - 1] ?? 0)),
    'RevenueLedger_OutOfOrder',
  );
  const apply: Verdict['apply'] = () =>
    members
      .filter((id) => state.members.has(id))
      .map((id): Touched => {
        const member = must(state.members, id);
        const account = totals(state.accounts, id);
        const due = account.total - account.done;
        const minimum = id === by || !isActive(state, id) ? 0n : member.minimum;
        if (member.frozenUntil <= state.now && due >= minimum) {
          account.done += due;
          state.tracked -= due;
          member.received += due;
        }
        return { type: 'member', id };
      });
  return { problems: problems.list, apply };
}

/** Judges the payment of the fee. Without a fee it is a no-op, like a payout of nothing. */
export function judgeFees(state: State, _act: ActOf<'payFees'>): Verdict {
  const problems = createProblems();
  const consortium = must(state.members, state.consortium);
  problems.unless(consortium.frozenUntil <= state.now, 'RevenueLedger_NoPayoutAccount');
  const apply: Verdict['apply'] = () => {
    consortium.received += state.fees;
    state.tracked -= state.fees;
    state.fees = 0n;
    return [{ type: 'member', id: state.consortium }];
  };
  return { problems: problems.list, apply };
}

/** The payees of a version's table. */
export function payeesOf(state: State, versionId: number): Payee[] {
  return must(state.versions, must(state.versions, versionId).tableId).payees;
}
