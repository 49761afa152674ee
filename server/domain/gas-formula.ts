/**
 * How much gas a batch takes at most. Nodes can't say: an estimate against the latest state is too low for a source table that a batch
 * still in flight will feed, and an estimate of `payOut` is met by letting a transfer run dry. The numbers are upper bounds over the quick
 * and the production build, measured by `test/server/domain/gas-formula.test.ts`; each further word below is gas.
 *
 * - `distribute`: {@link DISTRIBUTE_BASE} + per table {@link TABLE} + {@link PAYEE} per payee + {@link FRESH} per payee that was never
 *   credited. A table whose sales and royalties both move takes {@link SECOND_TOTAL} + {@link SECOND_PAYEE} per payee more.
 * - `payOut`: {@link PAY_OUT_BASE} + {@link MEMBER} per member. It takes the account to be empty, for a member may have spent all, and a
 *   token that transfers to an empty account within 46,000 gas, as the settlement token does.
 * - `payFees`: {@link PAY_FEES}.
 */
const DISTRIBUTE_BASE = 24_000;
const TABLE = 18_500;
const PAYEE = 6_900;
const FRESH = 17_100;
const SECOND_TOTAL = 5_500;
const SECOND_PAYEE = 230;
const PAY_OUT_BASE = 45_000;
const MEMBER = 47_500;
const PAY_FEES = 90_000;

/** The three public buttons. */
export type Act = 'distribute' | 'payOut' | 'payFees';

/** What a table's distribution has to write. */
export interface TableShape {
  /** Payees of the table: originators and sources. */
  payees: number;
  /** Those of them whose running total is still empty. */
  fresh: number;
  /** Sales and royalties both move. */
  both: boolean;
}

/** Gas of an act that holds nothing. */
export function baseGas(act: Act): number {
  switch (act) {
    case 'distribute':
      return DISTRIBUTE_BASE;
    case 'payOut':
      return PAY_OUT_BASE;
    case 'payFees':
      return PAY_FEES;
  }
}

/** Gas of one table in a `distribute`, at most. */
export function gasOfTable({ payees, fresh, both }: TableShape): number {
  return TABLE + payees * PAYEE + fresh * FRESH + (both ? SECOND_TOTAL + payees * SECOND_PAYEE : 0);
}

/** Gas of one member in a `payOut`, at most. */
export const GAS_OF_MEMBER = MEMBER;
