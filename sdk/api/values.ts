import { z } from 'zod';

/** The largest id that the contracts give out. */
export const LARGEST_ID = 0xffffffff;

/** A whole number as a query writes it: digits only, no sign, no exponent. */
export function wholeNumber(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^(0|[1-9]\d{0,15})$/, 'a whole number is wanted')
    .transform(Number)
    .pipe(z.int().min(minimum).max(maximum));
}

/** A token's id in a path or a query. */
export const idText = wholeNumber(1, LARGEST_ID);
/** Some ids, at most a hundred, as `1,2,3`. */
export const idList = z
  .string()
  .regex(/^[1-9]\d{0,9}(,[1-9]\d{0,9}){0,99}$/, 'ids are wanted like 1,2,3; at most 100')
  .transform((text) => text.split(',').map(Number))
  .pipe(z.array(z.int().min(1).max(LARGEST_ID)).min(1).max(100));
/** The place of a row in the chain, as its `id` has it: block and log index. */
export const placeText = z.string().regex(/^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,8})$/, 'no place like 120.3');
/** A position in the chain. */
export const blockText = wholeNumber(0, Number.MAX_SAFE_INTEGER);

export const id = z.int().min(0);
/** Base units of the settlement token, or bytes: too large for a JSON number. */
export const amount = z.string().regex(/^-?\d+$/);
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
export const hash = z.string().regex(/^0x[0-9a-fA-F]{64}$/);
/** Unix seconds. */
export const time = z.int().min(0);

/** A member as every answer names it. */
export const member = z.object({ id, legalName: z.string() }).meta({ id: 'Member', title: 'A member by name' });

/** Where a row came from. */
export const place = { block: z.int(), time, txHash: hash };

/** The block that an answer is true for. */
export const asOf = z
  .object({
    block: z.int(),
    blockHash: z.string(),
    blockTime: time,
    asked: z.int().optional().meta({
      description:
        'The past block that was asked for. `block` is then the last one up to it with an event of the ledger: from the end of that to the end of this nothing changed',
    }),
  })
  .meta({ id: 'AsOf', title: 'The block that an answer is true for; -1 before the first' });

/** Asks for things as they were when a block ended. */
export const past = {
  asOf: blockText.optional().meta({ description: 'As of the end of this block; absent: of the newest that the index has' }),
};

/** What every refusal says. */
export const problem = z
  .object({
    code: z.string().meta({ description: 'For programs; see the list of codes' }),
    message: z.string().meta({ description: 'For people: what is wrong and what to do' }),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  })
  .meta({ id: 'Problem', title: 'A refusal' });

/** A page of rows with ascending ids: `after` is the `next` of the page before. */
export const idPage = {
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(0).meta({ description: '`next` of the page before' }),
  limit: wholeNumber(1, 1000).default(100).meta({ description: 'Most rows' }),
};

/** A page of rows in the chain's order: `after` is the `next` of the page before. */
export const placePage = {
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,8})$/, 'not the `next` of a page')
    .optional()
    .meta({ description: '`next` of the page before' }),
  order: z.enum(['asc', 'desc']).default('asc').meta({ description: 'Oldest or newest first' }),
  limit: wholeNumber(1, 1000).default(100).meta({ description: 'Most rows' }),
};

/** A flag in a query. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .pipe(z.boolean());
