import { z } from 'zod';
import { address } from '../sdk/api/values.js';
import { KEY_ROLES, toBits } from '../sdk/ids.js';
import { id, readSigned, whole } from './signed-file.js';

const schema = z.strictObject({
  memberId: id,
  key: address,
  roles: whole,
  nonce: whole,
  deadline: whole,
  signature: z.string(),
});

/** What a further key, or one that takes the place of lost ones, has signed. */
export type KeyRequest = z.output<typeof schema>;

/** All roles: what a key that takes the place of others must have. */
export const ALL_ROLES = toBits(KEY_ROLES, KEY_ROLES);

/**
 * Reads a file of `genba key request`.
 *
 * @throws `FILE_UNREADABLE`.
 */
export function readKeyRequest(file: string): KeyRequest {
  return readSigned(file, schema, 'request of a key');
}
