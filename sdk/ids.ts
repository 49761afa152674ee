/** Bits of a key's roles, in the contract's order. */
export const KEY_ROLES = ['admin', 'publish', 'sell', 'buy', 'gateway'] as const;
/** What a key may do for its member. */
export type KeyRole = (typeof KEY_ROLES)[number];

/** Bits of a grant's rights, in the contract's order. */
export const RIGHTS = ['read', 'compute', 'derive', 'onward'] as const;
/** What a grant permits. */
export type Right = (typeof RIGHTS)[number];

/** The consortium's list of purposes; a purpose is a position in it, for ever. */
export const PURPOSES = [
  'quality-assurance',
  'process-optimisation',
  'predictive-maintenance',
  'energy-management',
  'traceability',
  'product-development',
  'model-training',
  'research',
] as const;
/** What data may be used for. */
export type Purpose = (typeof PURPOSES)[number];

/** Answers of `AccessGrants.allows`, in the contract's order. */
export const ACCESS_REASONS = [
  'allowed',
  'grant-unknown',
  'not-the-holder',
  'holder-not-active',
  'not-started',
  'expired',
  'version-not-covered',
  'right-not-granted',
  'purpose-not-granted',
  'frozen',
  'units-used-up',
] as const;
/** Why `allows` says yes or no. */
export type AccessReason = (typeof ACCESS_REASONS)[number];

/** What an originator says of its place in a payee table, in the contract's order. */
export const ORIGINS = ['named', 'confirmed', 'disclaimed'] as const;
/** See {@link ORIGINS}. */
export type Origin = (typeof ORIGINS)[number];

/** Inside the contracts: a grant without end. */
export const NO_END = 0xffffffff;

/**
 * Turns names into the contract's bits.
 *
 * @param names - Names to set.
 * @param list - All names, in bit order.
 */
export function toBits<T extends string>(names: readonly T[], list: readonly T[]): bigint {
  return names.reduce((bits, name) => bits | (1n << BigInt(list.indexOf(name))), 0n);
}

/**
 * Turns the contract's bits into names; bits beyond the list are named by their position.
 *
 * @param bits - As stored.
 * @param list - All names, in bit order.
 */
export function fromBits(bits: bigint, list: readonly string[]): string[] {
  const names: string[] = [];
  for (let position = 0; bits >> BigInt(position) > 0n; position++) {
    if ((bits >> BigInt(position)) & 1n) names.push(list[position] ?? `bit-${position}`);
  }
  return names;
}
