import { AbiCoder, keccak256, type Signer } from 'ethers';
import type { Deployment } from './deployment.js';

/** What a company's first key signs before a notary admits it. */
export interface AdmissionConsent {
  legalName: string;
  scheme: string;
  identifier: string;
  key: string;
  /** Bit `1 << role`. */
  roles: bigint;
  payoutAccount: string;
  /** In settlement-token base units. */
  payoutMinimum: bigint;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
}

/** What a further key signs before an admin key adds it. */
export interface KeyConsent {
  memberId: number;
  key: string;
  roles: bigint;
  nonce: bigint;
  deadline: bigint;
}

/**
 * The key under which a register number is unique.
 *
 * @returns `keccak256(abi.encode(scheme, identifier))`.
 */
export function identifierHash(scheme: string, identifier: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['string', 'string'], [scheme, identifier]));
}

function domain(deployment: Pick<Deployment, 'chainId' | 'contracts'>) {
  return {
    name: 'Genba MemberRegistry',
    version: '1',
    chainId: deployment.chainId,
    verifyingContract: deployment.contracts.MemberRegistry,
  };
}

/**
 * Signs an admission with the first key (EIP-712).
 *
 * @param signer - The first key.
 */
export function signAdmission(
  signer: Signer,
  deployment: Pick<Deployment, 'chainId' | 'contracts'>,
  consent: AdmissionConsent,
): Promise<string> {
  const types = {
    Admission: [
      { name: 'legalName', type: 'string' },
      { name: 'identifierHash', type: 'bytes32' },
      { name: 'key', type: 'address' },
      { name: 'roles', type: 'uint16' },
      { name: 'payoutAccount', type: 'address' },
      { name: 'payoutMinimum', type: 'uint96' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint40' },
    ],
  };
  const { scheme, identifier, ...rest } = consent;
  return signer.signTypedData(domain(deployment), types, { ...rest, identifierHash: identifierHash(scheme, identifier) });
}

/**
 * Signs the binding of a further key with that key (EIP-712).
 *
 * @param signer - The new key.
 */
export function signKeyBinding(
  signer: Signer,
  deployment: Pick<Deployment, 'chainId' | 'contracts'>,
  consent: KeyConsent,
): Promise<string> {
  const types = {
    KeyBinding: [
      { name: 'memberId', type: 'uint32' },
      { name: 'key', type: 'address' },
      { name: 'roles', type: 'uint16' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint40' },
    ],
  };
  return signer.signTypedData(domain(deployment), types, consent);
}
