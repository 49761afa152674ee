import { AbiCoder, keccak256, type Signer } from 'ethers';
import type { Deployment } from './deployment.js';
import { ORIGINS, type Origin } from './ids.js';

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

/** What a holder signs for its uses. */
export interface TicketConsent {
  grantId: number;
  /** Uses since the grant was issued. */
  units: number;
  key: string;
  /** Unix seconds. */
  deadline: bigint;
}

/** What an originator signs about its part in a table. */
export interface OriginConsent {
  tableId: number;
  answer: Exclude<Origin, 'named'>;
  key: string;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
}

type At = Pick<Deployment, 'chainId' | 'contracts'>;

function domain({ chainId, contracts }: At, contract: 'MemberRegistry' | 'DatasetRegistry' | 'AccessGrants') {
  return { name: `Genba ${contract}`, version: '1', chainId, verifyingContract: contracts[contract] };
}

/**
 * Signs an admission with the first key (EIP-712).
 *
 * @param signer - The first key.
 */
export function signAdmission(signer: Signer, deployment: At, consent: AdmissionConsent): Promise<string> {
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
  return signer.signTypedData(domain(deployment, 'MemberRegistry'), types, {
    ...rest,
    identifierHash: identifierHash(scheme, identifier),
  });
}

/**
 * Signs the binding of a further key with that key (EIP-712).
 *
 * @param signer - The new key.
 */
export function signKeyBinding(signer: Signer, deployment: At, consent: KeyConsent): Promise<string> {
  const types = {
    KeyBinding: [
      { name: 'memberId', type: 'uint32' },
      { name: 'key', type: 'address' },
      { name: 'roles', type: 'uint16' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint40' },
    ],
  };
  return signer.signTypedData(domain(deployment, 'MemberRegistry'), types, consent);
}

/**
 * Signs the running total of a grant's uses (EIP-712): whoever settles it, no use counts twice.
 *
 * @param signer - A key of the holder with the buy role.
 */
export function signTicket(signer: Signer, deployment: At, consent: TicketConsent): Promise<string> {
  const types = {
    Ticket: [
      { name: 'grantId', type: 'uint32' },
      { name: 'units', type: 'uint24' },
      { name: 'key', type: 'address' },
      { name: 'deadline', type: 'uint40' },
    ],
  };
  return signer.signTypedData(domain(deployment, 'AccessGrants'), types, consent);
}

/**
 * Signs what an originator says of its part in a table (EIP-712).
 *
 * @param signer - A key of the originator with the publish role.
 */
export function signOriginAnswer(signer: Signer, deployment: At, consent: OriginConsent): Promise<string> {
  const types = {
    OriginAnswer: [
      { name: 'tableId', type: 'uint32' },
      { name: 'answer', type: 'uint8' },
      { name: 'key', type: 'address' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint40' },
    ],
  };
  const answer = ORIGINS.indexOf(consent.answer);
  return signer.signTypedData(domain(deployment, 'DatasetRegistry'), types, { ...consent, answer });
}
