import { getAddress, hashMessage, recoverAddress, type Signer } from 'ethers';
import { z } from 'zod';
import { canonicalJson } from '../canonical-json.js';

const bytes = (length: number) => z.string().regex(new RegExp(`^0x[0-9a-f]{${2 * length}}$`));

const validator = z.strictObject({
  /** BLS key (48 bytes), or the address that seals (20 bytes); hex. */
  key: z.string().regex(/^0x([0-9a-f]{96}|[0-9a-f]{40})$/),
  weight: z.number().int().positive(),
  /** For people. */
  name: z.string().optional(),
});

const listSchema = z.strictObject({
  format: z.literal('genba-trust/1'),
  name: z.string(),
  chainId: z.number().int().positive(),
  /** How blocks are sealed. */
  finality: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('avalanche'), networkId: z.number().int(), blockchainId: bytes(32) }),
    z.strictObject({ type: z.literal('qbft') }),
  ]),
  token: z.strictObject({ symbol: z.string(), decimals: z.number().int().min(0).max(18) }),
  /** Addresses by the contract's name. */
  contracts: z.record(z.string(), z.string().regex(/^0x[0-9a-fA-F]{40}$/)),
  /** Who validates from which block on, in ascending order. */
  sets: z
    .array(z.strictObject({ from: z.number().int().min(0), validators: z.array(validator).min(1) }))
    .min(1)
    .refine(
      (sets) => sets.every(({ from }, i) => i === 0 || from > (sets[i - 1]?.from ?? 0)),
      'sets follow each other in ascending order',
    ),
  /** By whoever vouches for this list (EIP-191, over the rest as canonical JSON). */
  signature: z.strictObject({ by: z.string(), value: bytes(65) }).optional(),
});

/** Which validators somebody trusts for a chain, and of which ledger on it: what a proof is checked with, and nothing else. */
export const trustSchema = listSchema.superRefine(({ finality, sets }, context) => {
  const length = KEY_LENGTH[finality.type];
  for (const [i, { validators }] of sets.entries()) {
    const keys = validators.map(({ key }) => key);
    const path = ['sets', i, 'validators'];
    if (keys.some((key) => key.length !== length))
      context.addIssue({ code: 'custom', path, message: `keys of ${finality.type} are written otherwise` });
    if (new Set(keys).size !== keys.length) context.addIssue({ code: 'custom', path, message: 'a key stands twice' });
  }
});

/** How long a validator's key is written: a point of BLS12-381, or an address. */
const KEY_LENGTH = { avalanche: 98, qbft: 42 } as const;

/** See {@link trustSchema}. */
export type Trust = z.infer<typeof trustSchema>;
/** Who validates from a block on. */
export type ValidatorSet = Trust['sets'][number];

/** Vouches for a list of validators. */
export async function signTrust(trust: Trust, signer: Signer): Promise<Trust> {
  const { signature: _, ...list } = trust;
  return { ...list, signature: { by: await signer.getAddress(), value: await signer.signMessage(canonicalJson(list)) } };
}

/** Who vouches for a list; undefined when nobody does, or the signature is of something else. */
export function vouchedBy(trust: Trust): string | undefined {
  const { signature, ...list } = trust;
  if (signature === undefined) return undefined;
  try {
    const by = recoverAddress(hashMessage(canonicalJson(list)), signature.value);
    return by === getAddress(signature.by) ? by : undefined;
  } catch {
    return undefined;
  }
}
