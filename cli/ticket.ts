import { z } from 'zod';
import { address } from '../sdk/api/values.js';
import { id, readSigned, whole } from './signed-file.js';

const ticket = z.strictObject({ grantId: id, units: id, key: address, deadline: whole, signature: z.string() });

/** What a holder has signed for its uses. */
export type Ticket = z.output<typeof ticket>;

/**
 * Reads a file of `genba access ticket`: one ticket or a list of them.
 *
 * @throws `FILE_UNREADABLE`.
 */
export function readTickets(file: string): Ticket[] {
  const read = readSigned(file, z.union([ticket, z.array(ticket)]), 'ticket');
  return Array.isArray(read) ? read : [read];
}
