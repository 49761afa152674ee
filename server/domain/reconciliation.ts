/** A pair of running totals, in base units. */
export interface Totals {
  total: bigint;
  done: bigint;
}

/** The money as one side has it. */
export interface MoneyView {
  /** What the ledger must hold, and how much of it is fee. */
  tracked: bigint;
  fees: bigint;
  tables: { id: number; sales: Totals; royalties: Totals }[];
  accounts: ({ id: number } & Totals)[];
}

/** The index's view, with the parts that its own total must be made of. */
export interface IndexView extends MoneyView {
  inTables: bigint;
  credit: bigint;
}

/** The contracts' view, with the tokens that they really hold. */
export interface ContractView extends MoneyView {
  held: bigint;
}

/** Two numbers that should be one. */
export interface Difference {
  what: string;
  index: string;
  contracts: string;
}

/**
 * Compares what the index and the contracts say about money at the same block.
 *
 * @param index - From our rows.
 * @param contracts - Asked at the block of those rows.
 * @returns Differences; none when all is well.
 */
export function reconcile(index: IndexView, contracts: ContractView): Difference[] {
  const pairs: [string, bigint, bigint][] = [
    ['tracked', index.tracked, contracts.tracked],
    ['fees', index.fees, contracts.fees],
    ['fees + in tables + credit = tracked', index.fees + index.inTables + index.credit, contracts.tracked],
  ];
  if (contracts.held < contracts.tracked) pairs.push(['tokens held', contracts.tracked, contracts.held]);
  for (const mine of index.tables) {
    const theirs = contracts.tables.find((one) => one.id === mine.id);
    pairs.push(...compare(`table ${mine.id} sales`, mine.sales, theirs?.sales));
    pairs.push(...compare(`table ${mine.id} royalties`, mine.royalties, theirs?.royalties));
  }
  for (const mine of index.accounts) {
    const theirs = contracts.accounts.find((one) => one.id === mine.id);
    pairs.push(...compare(`member ${mine.id} account`, mine, theirs));
  }
  return pairs
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([what, ours, theirs]) => ({ what, index: String(ours), contracts: String(theirs) }));
}

function compare(what: string, mine: Totals, theirs: Totals | undefined): [string, bigint, bigint][] {
  return [
    [`${what}, in`, mine.total, theirs?.total ?? -1n],
    [`${what}, out`, mine.done, theirs?.done ?? -1n],
  ];
}
