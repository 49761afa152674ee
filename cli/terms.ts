import { ZeroHash } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import { PURPOSES, RIGHTS, toBits } from '../sdk/ids.js';
import { mine } from '../sdk/ledger.js';
import { parsePercent } from '../sdk/units.js';
import { optionalId, parseNames } from './arguments.js';
import type { Actor } from './context.js';
import { hashDocument } from './hash-document.js';

/** Options that say what terms hold. */
export interface TermsOptions {
  rights: string;
  purposes: string;
  royalty: string;
  versionId?: string;
  follow?: boolean;
  termsFile?: string;
}

/** The same as a command shows them. */
export const TERMS: Record<string, string | [string, string]> = {
  '--rights <list>': [`of ${RIGHTS.join(', ')}`, 'read'],
  '--purposes <list>': [`of ${PURPOSES.join(', ')}`, PURPOSES.join(',')],
  '--royalty <percent>': ['part of the revenue of everything derived, however far (needs the derive right)', '0%'],
  '--version-id <id>': 'pin another version than the current one',
  '--follow': 'follow updates instead of pinning a version',
  '--terms-file <file>': 'legal text; its SHA-256 is recorded',
};

/** Terms as they are written. */
export interface TermsDraft {
  rights: bigint;
  purposes: bigint;
  royaltyBps: number;
  /** The version to pin; undefined: the current one; 0: follows updates. */
  versionId: number | undefined;
  hash: string;
}

/**
 * Reads terms before anything is sent.
 *
 * @throws `BAD_ARGUMENT`, `BAD_PERCENT`, `FILE_UNREADABLE`.
 */
export function parseTerms(options: TermsOptions): TermsDraft {
  return {
    rights: toBits(parseNames(options.rights, RIGHTS, 'right'), RIGHTS),
    purposes: toBits(parseNames(options.purposes, PURPOSES, 'purpose'), PURPOSES),
    royaltyBps: parsePercent(options.royalty),
    versionId: options.follow ? 0 : optionalId(options.versionId),
    hash: options.termsFile === undefined ? ZeroHash : hashDocument(options.termsFile),
  };
}

/**
 * Writes terms for a dataset.
 *
 * @returns Their id.
 * @throws `NOT_FOUND`, and the contract's own error.
 */
export async function writeTerms(
  { gas, ledger }: Actor,
  datasetId: number,
  draft: TermsDraft,
): Promise<{ termsId: number; versionId: number; txHash: string }> {
  const { current } = await ledger.datasets.datasetOf(datasetId);
  if (current === 0n) throw new LedgerError('NOT_FOUND', { what: 'dataset', id: datasetId });
  const { hash, purposes, rights, royaltyBps, versionId = Number(current) } = draft;
  const written = await mine(ledger.grants.writeTerms(datasetId, versionId, rights, royaltyBps, purposes, hash, gas));
  return { termsId: Number(written.events.TermsWritten?.termsId), versionId, txHash: written.hash };
}
