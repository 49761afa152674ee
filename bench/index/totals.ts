import type { LogDescription } from 'ethers';
import { unpackAmounts } from '../../sdk/entry.js';

/** What everybody must find in the chain. Amounts are settlement-token base units, in decimal. */
export interface Totals {
  /** Events by contract and name, such as `AccessMarket.AccessPurchased`. */
  counts: Record<string, number>;
  /** What buyers paid for each dataset, by its id; what is 0 is absent. */
  gross: Record<string, string>;
  /** The same without the consortium's fee. */
  net: string;
  /** What distributions gave to payees. */
  distributed: string;
  /** What members were paid. */
  paid: string;
}

/** Adds totals up from events. */
export interface Tally {
  add(contract: string, event: LogDescription): void;
  events(): number;
  totals(): Totals;
}

/** Starts at nothing. */
export function createTally(): Tally {
  const counts: Record<string, number> = {};
  const gross = new Map<string, bigint>();
  let [net, distributed, paid] = [0n, 0n, 0n];
  let events = 0;
  return {
    add(contract, { args, name }) {
      const kind = `${contract}.${name}`;
      counts[kind] = (counts[kind] ?? 0) + 1;
      events++;
      if (kind === 'RevenueLedger.RevenueCollected') {
        // A dataset of this chain has one version, which brings its payee table: all three have the same id.
        const datasetId = String(args.tableId);
        gross.set(datasetId, (gross.get(datasetId) ?? 0n) + args.amount);
        net += BigInt(args.amount) - BigInt(args.fee);
      } else if (kind === 'RevenueLedger.Distributed') {
        distributed += unpackAmounts(args.amounts, args.amounts.length * 2).reduce((sum, one) => sum + one, 0n);
      } else if (kind === 'RevenueLedger.PaidOut') {
        paid += args.amount;
      }
    },
    events: () => events,
    totals: () => ({
      counts,
      gross: Object.fromEntries([...gross].map(([dataset, amount]) => [dataset, String(amount)])),
      net: String(net),
      distributed: String(distributed),
      paid: String(paid),
    }),
  };
}

/** The sum of what was paid for all datasets. */
export function grossOf({ gross }: Pick<Totals, 'gross'>): bigint {
  return Object.values(gross).reduce((sum, amount) => sum + BigInt(amount), 0n);
}

/**
 * Compares what an indexer found with what is in the chain.
 *
 * @param found - Without the totals that it does not keep.
 * @throws When anything differs; the first few differences are named.
 */
export function requireTotals(name: string, found: Partial<Totals>, wanted: Totals): void {
  const wrong: string[] = [];
  const compare = (what: string, actual: unknown, expected: unknown) => {
    if (actual !== expected) wrong.push(`${what} is ${actual}, not ${expected}`);
  };
  for (const part of ['counts', 'gross'] as const) {
    const actual = found[part];
    if (actual === undefined) continue;
    const names = new Set([...Object.keys(wanted[part]), ...Object.keys(actual)]);
    for (const one of names) compare(`${part} of ${one}`, actual[one], wanted[part][one]);
  }
  for (const part of ['net', 'distributed', 'paid'] as const)
    if (found[part] !== undefined) compare(part, found[part], wanted[part]);
  if (wrong.length > 0) throw new Error(`${name} found something else than is in the chain: ${wrong.slice(0, 5).join('; ')}`);
}
