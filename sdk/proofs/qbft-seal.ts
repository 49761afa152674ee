import { decodeRlp, encodeRlp, getAddress, keccak256, type RlpStructuredData, recoverAddress } from 'ethers';
import type { ProvenHeader } from './header.js';
import type { ValidatorSet } from './trust.js';

/**
 * How QBFT seals a block (as Hyperledger Besu writes it): `extraData` is the list of vanity, validators, vote, round and commit seals. The
 * block's hash is made without seals and with round 0, what the validators sign without seals.
 */

const EXTRA_DATA = 12;
const [ROUND, SEALS] = [3, 4] as const;

/** The hash of a block that QBFT has sealed. */
export function qbftHash(parts: readonly string[]): string {
  return keccak256(encodeRlp(withExtra(parts, (extra) => replace(replace(extra, ROUND, '0x'), SEALS, []))));
}

/**
 * The weight of the validators that have sealed a block.
 *
 * @param header - With the seals in it.
 * @param set - Who may seal.
 * @returns The weight, or what is wrong.
 */
export function weightOfQbftSeals(header: ProvenHeader, set: ValidatorSet): number | string {
  const extra = extraOf(header.parts);
  const seals = extra?.[SEALS];
  if (extra === undefined || !Array.isArray(seals)) return 'the header has no seals';
  const signed = keccak256(encodeRlp(withExtra(header.parts, (one) => replace(one, SEALS, []))));
  const sealers = new Set<string>();
  for (const seal of seals) {
    const sealer = typeof seal === 'string' ? sealerOf(signed, seal) : undefined;
    if (sealer === undefined) return 'a seal is no signature';
    if (sealers.has(sealer)) return `${sealer} has sealed twice`;
    if (!set.validators.some(({ key }) => getAddress(key) === sealer)) return `${sealer} is not in the list of validators`;
    sealers.add(sealer);
  }
  return set.validators.reduce((sum, { key, weight }) => sum + (sealers.has(getAddress(key)) ? weight : 0), 0);
}

function sealerOf(hash: string, seal: string): string | undefined {
  // Besu writes the recovery bit as 0 or 1.
  if (!/^0x[0-9a-f]{128}0[01]$/.test(seal)) return undefined;
  try {
    return recoverAddress(hash, `${seal.slice(0, -2)}${seal.endsWith('0') ? '1b' : '1c'}`);
  } catch {
    return undefined;
  }
}

function extraOf(parts: readonly string[]): RlpStructuredData[] | undefined {
  try {
    const extra = decodeRlp(parts[EXTRA_DATA] as string);
    return Array.isArray(extra) && extra.length === SEALS + 1 ? extra : undefined;
  } catch {
    return undefined;
  }
}

function withExtra(parts: readonly string[], change: (extra: RlpStructuredData[]) => RlpStructuredData[]): string[] {
  const extra = extraOf(parts);
  return extra === undefined ? [...parts] : parts.map((one, i) => (i === EXTRA_DATA ? encodeRlp(change(extra)) : one));
}

function replace(extra: readonly RlpStructuredData[], place: number, value: RlpStructuredData): RlpStructuredData[] {
  return extra.map((one, i) => (i === place ? value : one));
}
