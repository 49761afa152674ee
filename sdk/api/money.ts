import { z } from 'zod';
import { list, one } from './endpoint.js';
import { address, amount, flag, id, idPage, idText, member, place, placePage, time } from './values.js';

const TAG = 'money';

export const books = one({
  path: '/books',
  tag: TAG,
  summary: "The ledger's totals: what it holds, for whom",
  input: z.strictObject({}),
  answer: z.object({
    tracked: amount.meta({ description: 'What the ledger must hold' }),
    inTables: amount.meta({ description: 'Not distributed yet, and what floors left' }),
    credit: amount.meta({ description: 'Due to members' }),
    fees: amount.meta({ description: 'Due to the consortium' }),
    collected: amount.meta({ description: 'All that ever came in' }),
    paidOut: amount,
    feeBps: z.int(),
  }),
});

const payout = z.object({
  kind: z.enum(['credit', 'fee']),
  member,
  account: address,
  amount,
  failed: z.boolean().meta({ description: 'The token refused the transfer: the credit stays' }),
  ...place,
});

export const payouts = list({
  path: '/payouts',
  tag: TAG,
  summary: 'Payouts in the order of the chain',
  input: z.strictObject({
    member: idText.optional(),
    failed: flag.optional(),
    kind: z.enum(['credit', 'fee']).optional(),
    ...placePage,
  }),
  answer: payout,
});

export const memberPayouts = list({
  path: '/members/:id/payouts',
  tag: TAG,
  summary: "A member's payouts, each with the distributions that make it up",
  input: z.strictObject({ id: idText, ...placePage }),
  answer: payout.extend({
    opening: amount.optional().meta({ description: 'A payout pays the whole credit, so each opens at zero' }),
    lines: z
      .array(z.object({ tableId: id, datasetId: id, amount, block: z.int() }))
      .optional()
      .meta({ description: 'Of a payout of credit that went through' }),
    difference: amount.optional().meta({ description: 'Amount less opening and lines; always 0' }),
  }),
});

export const distributions = list({
  path: '/distributions',
  tag: TAG,
  summary: 'Distributions of payee tables, each with what every payee got',
  input: z.strictObject({ table: idText.optional(), dataset: idText.optional(), ...placePage }),
  answer: z.object({
    tableId: id,
    datasetId: id,
    salesSettled: amount,
    royaltiesSettled: amount,
    lines: z.array(z.object({ kind: z.enum(['originator', 'royalty']), id, amount })),
    ...place,
  }),
});

export const plan = one({
  path: '/payouts/plan',
  tag: TAG,
  summary: 'What is due now, as batches that any key may send to the contracts',
  input: z.strictObject({}),
  volatile: true,
  answer: z.object({ distribute: z.array(z.array(id)), payOut: z.array(z.array(id)) }),
});

const run = z.object({
  id,
  startedAt: time,
  finishedAt: time.nullable(),
  state: z.enum(['running', 'done', 'failed']),
  problem: z.string().nullable(),
  transactions: z.array(
    z.object({
      act: z.enum(['distribute', 'payOut']),
      ids: z.array(id),
      txHash: z.string(),
      state: z.enum(['open', 'confirmed', 'reverted', 'superseded']),
      block: z.int().nullable(),
    }),
  ),
});

export const payoutRuns = list({
  path: '/payout-runs',
  tag: TAG,
  summary: "The service's payout runs, newest first",
  input: z.strictObject(idPage),
  volatile: true,
  answer: run,
});
