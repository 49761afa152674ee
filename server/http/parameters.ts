import { z } from 'zod';

/** A token's id in a path. */
export const idParams = z.strictObject({ id: z.coerce.number().int().min(1).max(0xffffffff) });

/** No parameters at all. */
export const none = z.strictObject({});

/** A page: `after` is the last id seen, or rows to skip where rows have no id. */
export const pageQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
