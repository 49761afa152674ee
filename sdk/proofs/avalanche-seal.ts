import { bls12_381 } from '@noble/curves/bls12-381.js';
import { concat, dataSlice, getBytes, hexlify, toBeHex } from 'ethers';
import type { Trust, ValidatorSet } from './trust.js';

/** How an L1 of Avalanche seals a block: an aggregate BLS signature over a message that holds the block's hash (Warp, ACP-30 and ACP-118). */

const SUITE = 'BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_';
/** Bytes in front of the block's hash in the payload: codec version, and the type that means a hash. */
const HASH_PAYLOAD = '0x000000000000';
const CODEC = '0x0000';
const BIT_SET_SIGNATURE = '0x00000000';

/** What the validators sign: that a block of this chain is accepted. */
export function messageOf({ blockchainId, networkId }: AvalancheFinality, blockHash: string): string {
  const payload = concat([HASH_PAYLOAD, blockHash]);
  return concat([CODEC, toBeHex(networkId, 4), blockchainId, toBeHex(getBytes(payload).length, 4), payload]);
}

/** See `trustSchema`. */
export type AvalancheFinality = Extract<Trust['finality'], { type: 'avalanche' }>;

/**
 * The weight of the validators that have sealed a block.
 *
 * @param seal - The signed message, hex.
 * @param finality - Of which chain.
 * @param set - Who may seal.
 * @param blockHash - Which block.
 * @returns The weight, or what is wrong.
 */
export function weightOfAvalancheSeal(
  seal: string,
  finality: AvalancheFinality,
  set: ValidatorSet,
  blockHash: string,
): number | string {
  const message = messageOf(finality, blockHash);
  const start = getBytes(message).length;
  if (getBytes(seal).length < start + 8 || dataSlice(seal, 0, start) !== message) {
    return 'it is over another block, or of another chain';
  }
  if (dataSlice(seal, start, start + 4) !== BIT_SET_SIGNATURE) return 'it is of a kind that is not known';
  const length = Number(dataSlice(seal, start + 4, start + 8));
  const rest = getBytes(dataSlice(seal, start + 8));
  if (rest.length !== length + SIGNATURE_BYTES) return 'it is too short or too long';
  const [bits, signature] = [rest.slice(0, length), rest.slice(length)];
  // One set of signers is written in one way only.
  if (bits[0] === 0) return 'its list of signers is not written as it should be';
  return signedWeight(bits, signature, getBytes(message), set);
}

const SIGNATURE_BYTES = 96;

/**
 * Makes a seal of single validators' signatures; whose each is shows when it is checked.
 *
 * @param signatures - Hex; those that are nobody's of the set are left out.
 * @returns Hex; undefined when none of them counts.
 */
export function sealOf(
  signatures: readonly string[],
  finality: AvalancheFinality,
  set: ValidatorSet,
  blockHash: string,
): string | undefined {
  const { longSignatures } = bls12_381;
  const message = messageOf(finality, blockHash);
  const hashed = longSignatures.hash(getBytes(message), SUITE);
  const order = canonicalOrder(set);
  const bySigner = new Map<number, Uint8Array>();
  for (const signature of signatures) {
    const signer = order.findIndex(({ point }) => holds(() => longSignatures.verify(getBytes(signature), hashed, point)));
    if (signer >= 0) bySigner.set(signer, getBytes(signature));
  }
  if (bySigner.size === 0) return undefined;
  const signers = [...bySigner.keys()].reduce((bits, signer) => bits | (1n << BigInt(signer)), 0n);
  const bits = getBytes(toBeHex(signers));
  const aggregate = longSignatures.aggregateSignatures([...bySigner.values()]).toBytes();
  return concat([message, BIT_SET_SIGNATURE, toBeHex(bits.length, 4), bits, aggregate]);
}

function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function signedWeight(bits: Uint8Array, signature: Uint8Array, message: Uint8Array, set: ValidatorSet): number | string {
  const order = canonicalOrder(set);
  const signers = bits.length === 0 ? 0n : BigInt(hexlify(bits));
  if (signers >> BigInt(order.length) !== 0n) return 'it names signers that are not in the list of validators';
  const signed = order.filter((_, i) => (signers >> BigInt(i)) & 1n);
  if (signed.length === 0) return 'nobody has signed it';
  const { longSignatures } = bls12_381;
  const keys = longSignatures.aggregatePublicKeys(signed.map(({ point }) => point));
  const hashed = longSignatures.hash(message, SUITE);
  if (!holds(() => longSignatures.verify(signature, hashed, keys))) return 'the signature does not hold';
  return signed.reduce((sum, { weight }) => sum + weight, 0);
}

/** Signers are counted in the order of their keys, uncompressed. */
function canonicalOrder({ validators }: ValidatorSet) {
  const points = validators.map(({ key, weight }) => {
    const point = bls12_381.G1.Point.fromHex(key.slice(2));
    return { point, weight, sortedBy: point.toHex(false) };
  });
  return points.sort((a, b) => (a.sortedBy < b.sortedBy ? -1 : 1));
}
