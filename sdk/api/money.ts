import { z } from 'zod';
import { list, one } from './endpoint.js';
import { address, amount, flag, id, idPage, idText, member, place, placePage, placeText, time } from './values.js';

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

export const days = list({
  path: '/books/days',
  tag: TAG,
  summary: 'What came in and went out by day (UTC); days with nothing are left out',
  input: z.strictObject(idPage),
  answer: z.object({
    day: z.iso.date(),
    collected: amount.meta({ description: 'Paid by buyers, fees included' }),
    fees: amount.meta({ description: "The consortium's part of it" }),
    refunded: amount.meta({ description: 'Paid back by sellers' }),
    paidOut: amount.meta({ description: 'Paid to members' }),
    sales: z.int().meta({ description: 'Purchases and renewals that cost something' }),
  }),
});

const payout = z.object({
  id: placeText,
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

const explained = payout.extend({
  opening: amount.optional().meta({ description: 'A payout pays the whole credit, so each opens at zero' }),
  lines: z
    .array(z.object({ distributionId: placeText, tableId: id, datasetId: id, amount, block: z.int() }))
    .optional()
    .meta({ description: 'Of a payout of credit that went through' }),
  difference: amount.optional().meta({ description: 'Amount less opening and lines; always 0' }),
});

export const payoutOf = one({
  path: '/payouts/:id',
  tag: TAG,
  summary: 'One payout with the distributions that make it up',
  input: z.strictObject({ id: placeText }),
  answer: explained,
});

export const memberPayouts = list({
  path: '/members/:id/payouts',
  tag: TAG,
  summary: "A member's payouts, each with the distributions that make it up",
  input: z.strictObject({ id: idText, ...placePage }),
  answer: explained,
});

const distribution = z.object({
  id: placeText,
  tableId: id,
  datasetId: id,
  sales: amount.meta({ description: 'What it passed on of sales' }),
  royalties: amount.meta({ description: 'What it passed on of royalties received' }),
  salesSettled: amount.meta({ description: 'Of all sales, after it' }),
  royaltiesSettled: amount.meta({ description: 'Of all royalties, after it' }),
});

export const distributions = list({
  path: '/distributions',
  tag: TAG,
  summary: 'Distributions of payee tables, each with what every payee got',
  input: z.strictObject({ table: idText.optional(), dataset: idText.optional(), ...placePage }),
  answer: distribution.extend({
    lines: z.array(z.object({ kind: z.enum(['originator', 'royalty']), id, amount })),
    ...place,
  }),
});

export const distributionOf = one({
  path: '/distributions/:id',
  tag: TAG,
  summary: 'One distribution: from whom its royalties came, and who got what; its sales are `/purchases?distribution=`',
  input: z.strictObject({ id: placeText }),
  answer: distribution.extend({
    received: z
      .array(z.object({ distributionId: placeText, tableId: id, datasetId: id, amount }))
      .meta({ description: 'Royalties that it passed on, by the distribution of the derivative that they came from' }),
    lines: z.array(
      z.object({
        kind: z.enum(['originator', 'royalty']),
        id: id.meta({ description: 'A member, or the table that a royalty went to' }),
        shareBps: z.int().meta({ description: 'Basis points of the sales' }),
        member: member.meta({ description: 'The originator, or the owner of the dataset that is reached' }),
        datasetId: id.optional().meta({ description: 'Of a royalty: the dataset that it reaches' }),
        amount,
      }),
    ),
    left: amount.meta({
      description: 'What it passed on less what payees got: floors; below 0 when it makes up for earlier ones',
    }),
    ...place,
  }),
});

const act = z.enum(['distribute', 'payOut', 'payFees']);
const transfer = z.object({ memberId: id, legalName: z.string(), account: address, amount });

export const plan = one({
  path: '/payouts/plan',
  tag: TAG,
  summary: 'What a payout run would do now, as batches that any key may send to the contracts',
  input: z.strictObject({}),
  volatile: true,
  answer: z.object({
    gasPerTransaction: z.int(),
    distribute: z.array(z.array(id)).meta({ description: 'Tables by transaction, strictly descending through all of them' }),
    payOut: z.array(z.array(id)).meta({ description: 'Members by transaction, strictly ascending through all of them' }),
    batches: z
      .array(z.object({ act, ids: z.array(id), gas: z.int() }))
      .meta({ description: 'The same in the order of sending, fees with it' }),
    tables: z
      .array(z.object({ tableId: id, sales: amount, royalties: amount, fed: z.boolean() }))
      .meta({ description: 'What moves on from which table; a fed one also gets royalties from others of this run' }),
    members: z.array(transfer).meta({ description: 'Whom a run would pay; what its own distributions credit comes on top' }),
    fees: z.object({
      waiting: amount,
      memberId: id,
      legalName: z.string(),
      account: z.string(),
      lastPaidAt: time.nullable(),
      push: z.boolean().meta({ description: 'Whether a run pays them now' }),
    }),
    heldBack: z
      .array(
        z.object({
          kind: z.enum(['member', 'table', 'fees']),
          id,
          legalName: z.string().optional(),
          account: z.string(),
          amount: amount.optional(),
          reason: z.string(),
          failures: z.int(),
          since: time,
          until: time,
          waits: z.boolean().meta({ description: 'Not tried before `until`' }),
        }),
      )
      .meta({ description: 'What failed and has not succeeded since' }),
  }),
});

const run = z.object({
  id,
  startedAt: time,
  finishedAt: time.nullable(),
  state: z.enum(['running', 'done', 'failed']),
  problem: z.string().nullable(),
  problemCode: z.string().nullable(),
  repeats: z.int().meta({ description: 'How often the same failure came again without a transaction' }),
  transactions: z.array(
    z.object({
      act,
      ids: z.array(id),
      nonce: z.int(),
      txHash: z.string(),
      state: z.enum(['open', 'confirmed', 'reverted', 'superseded']),
      block: z.int().nullable(),
      gasLimit: z.int(),
      gasPrice: amount.meta({ description: 'Wei per gas' }),
      signedAt: time,
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

export const payoutRun = one({
  path: '/payout-runs/:id',
  tag: TAG,
  summary: 'One payout run: its transactions, and by their events what really happened',
  input: z.strictObject({ id: idText }),
  volatile: true,
  answer: run.extend({
    distributed: z.array(z.object({ tableId: id, sales: amount, royalties: amount, given: amount })),
    paid: z.array(transfer),
    refused: z.array(transfer).meta({ description: 'Transfers that the token refused: the credit stays' }),
    fees: z.array(transfer),
  }),
});
