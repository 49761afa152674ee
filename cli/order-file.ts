import { z } from 'zod';
import { address } from '../sdk/api/values.js';
import { id, readSigned, whole, word } from './signed-file.js';

const schema = z.strictObject({
  order: z.strictObject({ grantId: id, offerId: id, versionId: id, units: id }),
  /** For whoever reads it; the signature is over it. */
  price: whole,
  authorization: z.strictObject({
    from: address,
    validAfter: whole,
    validBefore: whole,
    salt: word,
    v: z.int(),
    r: word,
    s: word,
  }),
});

/** An order that its payer has signed. */
export type SignedOrder = z.output<typeof schema>;

/**
 * Reads a file of `genba access order`.
 *
 * @throws `FILE_UNREADABLE`.
 */
export function readOrder(file: string): SignedOrder {
  return readSigned(file, schema, 'order');
}
