import { existsSync } from 'node:fs';
import path from 'node:path';
import { getAddress } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import { readJsonFile } from '../sdk/json-file.js';
import { type Trust, trustSchema, vouchedBy } from '../sdk/proofs/trust.js';
import type { Context } from './context.js';

/** Where the validators of the deployment in use are listed, unless somebody names another list. */
export function usualTrustFile({ settings }: Context): string {
  return path.join(settings.deployments, `${settings.network}.trust.json`);
}

/**
 * Reads a list of validators.
 *
 * @param signedBy - Who must vouch for it.
 * @throws `TRUST_MISSING`, `FILE_UNREADABLE`, `BAD_CONFIG`, `TRUST_UNSIGNED`.
 */
export function readTrust(file: string, signedBy?: string): Trust {
  if (!existsSync(file)) throw new LedgerError('TRUST_MISSING', { file });
  const trust = readJsonFile(file, trustSchema);
  const by = vouchedBy(trust);
  // A signature that is of something else is a sign that somebody has changed the list.
  if (signedBy === undefined && (by !== undefined || trust.signature === undefined)) return trust;
  if (signedBy !== undefined && by === getAddress(signedBy)) return trust;
  const problem =
    trust.signature === undefined
      ? 'it has no signature'
      : `its signature is ${by === undefined ? 'of something else' : `by ${by}`}`;
  throw new LedgerError('TRUST_UNSIGNED', { by: signedBy ?? trust.signature?.by, problem });
}
