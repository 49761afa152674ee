import { hexlify, randomBytes, type Signer, TypedDataEncoder, verifyTypedData } from 'ethers';
import { z } from 'zod';
import { address, hash } from './api/values.js';
import type { Deployment } from './deployment.js';

/** What a key sends to be let in by a service that only members may read (EIP-712). */
export const signInSchema = z.strictObject({
  key: address,
  /** Origin of the service that is asked, so that no other can use what was signed. */
  audience: z.string().max(300),
  /** Unix seconds. */
  issuedAt: z.int().min(0),
  /** Used once. */
  nonce: hash,
  signature: z.string().regex(/^0x([0-9a-fA-F]{2}){1,1024}$/),
});

/** See {@link signInSchema}. */
export type SignIn = z.output<typeof signInSchema>;

type At = Pick<Deployment, 'chainId' | 'contracts'>;

const TYPES = {
  SignIn: [
    { name: 'key', type: 'address' },
    { name: 'audience', type: 'string' },
    { name: 'issuedAt', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
};

function domain({ chainId, contracts }: At) {
  return { name: 'Genba Ledger API', version: '1', chainId, verifyingContract: contracts.MemberRegistry };
}

/**
 * Signs in at a service.
 *
 * @param signer - A key of a member, or one that holds a role of the consortium.
 * @param deployment - Whose ledger.
 * @param url - Where the service is.
 */
export async function signIn(signer: Signer, deployment: At, url: string): Promise<SignIn> {
  const said = {
    key: await signer.getAddress(),
    audience: new URL(url).origin,
    issuedAt: Math.floor(Date.now() / 1000),
    nonce: hexlify(randomBytes(32)),
  };
  return { ...said, signature: await signer.signTypedData(domain(deployment), TYPES, said) };
}

/**
 * Who made a signature by private key.
 *
 * @returns Undefined when it is none.
 */
export function signInSigner(deployment: At, { signature, ...said }: SignIn): string | undefined {
  try {
    return verifyTypedData(domain(deployment), TYPES, said, signature);
  } catch {
    return undefined;
  }
}

/** What a key that is a contract is asked about (ERC-1271). */
export function signInHash(deployment: At, { signature: _, ...said }: SignIn): string {
  return TypedDataEncoder.hash(domain(deployment), TYPES, said);
}
