import type { GasPrice } from './payout-ports.js';

/** What a replacement offers more, in percent: nodes want 10 to 12.5. */
const RAISE_PERCENT = 13n;
/** A price is never raised above so many times what the node suggests, or what is usual here. */
const MOST_TIMES = 10n;

/**
 * The price of a replacement: an eighth and a bit more than before in each part, at least what the node suggests, at most ten times
 * that or ten times the usual price. Where gas is free, nothing becomes what the node suggests; when that is nothing too, there is nothing to raise.
 *
 * @param before - The price of what is replaced.
 * @param suggested - The node's suggestion.
 * @param usual - The price of a first try.
 * @returns The price, of the same type as before; undefined when it can't be raised.
 */
export function raisePrice(before: GasPrice, suggested: GasPrice, usual: GasPrice): GasPrice | undefined {
  const price = raise(before.price, suggested.price);
  const most = MOST_TIMES * larger(suggested.price, usual.price);
  const higher = price > before.price && price <= most;
  if (before.type === 'legacy') return higher ? { type: 'legacy', price } : undefined;
  const tip = suggested.type === 'market' ? suggested.priority : suggested.price;
  const raised = raise(before.priority, tip);
  // A node that suggests no tip still wants each part raised.
  const priority = raised > before.priority ? raised : before.priority + 1n;
  return higher ? { type: 'market', price: larger(price, priority), priority } : undefined;
}

function raise(before: bigint, suggested: bigint): bigint {
  return larger((before * (100n + RAISE_PERCENT) + 99n) / 100n, suggested);
}

function larger(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
}
