import { z } from 'zod';
import { PURPOSES, RIGHTS } from '../ids.js';
import { list, one } from './endpoint.js';
import { address, amount, flag, hash, id, idPage, idText, member, past, place, placePage, placeText, time } from './values.js';

const TAG = 'access';

const rights = z.array(z.string()).meta({ description: `Of ${RIGHTS.join(', ')}` });
const purposes = z.array(z.string()).meta({ description: `Of ${PURPOSES.join(', ')}; one beyond the list is \`bit-N\`` });

const terms = z.object({
  id,
  datasetId: id,
  owner: member,
  versionId: id.nullable().meta({ description: 'null: follows updates' }),
  rights,
  purposes,
  royaltyBps: z.int(),
  termsHash: hash,
});

export const termsList = list({
  path: '/terms',
  tag: TAG,
  summary: 'Terms by id',
  input: z.strictObject({ dataset: idText.optional(), ...idPage }),
  answer: terms,
});

export const termsOf = one({
  path: '/terms/:id',
  tag: TAG,
  summary: 'One set of terms',
  input: z.strictObject({ id: idText }),
  answer: terms,
});

const offer = z.object({
  id,
  seller: member,
  datasetId: id,
  versionId: id.nullable().meta({ description: 'null: follows updates' }),
  price: amount,
  periodSeconds: z.int().nullable().meta({ description: 'null: without end' }),
  units: z.int().nullable().meta({ description: 'Uses that one price pays for; null: not counted' }),
  buyer: member.nullable().meta({ description: 'The one member that may buy; null: everybody' }),
  seats: z.int().nullable().meta({ description: 'The most grants ever issued under it; null: any number' }),
  taken: z.int().meta({ description: 'Grants issued under it' }),
  rights,
  purposes,
  royaltyBps: z.int(),
  termsId: id,
  termsHash: hash,
  closed: z.boolean(),
});

export const offers = list({
  path: '/offers',
  tag: TAG,
  summary: 'Offers with their terms, by id',
  input: z.strictObject({ dataset: idText.optional(), seller: idText.optional(), open: flag.optional(), ...idPage }),
  answer: offer,
});

export const offerOf = one({
  path: '/offers/:id',
  tag: TAG,
  summary: 'One offer with its terms',
  input: z.strictObject({ id: idText }),
  answer: offer,
});

const grant = z.object({
  id,
  holder: member,
  datasetId: id,
  versionId: id.meta({ description: 'The first version that it covers' }),
  followsUpdates: z.boolean(),
  rights,
  purposes,
  termsId: id,
  offerId: id,
  startsAt: time,
  endsAt: time.nullable().meta({ description: 'Exclusive; null: without end' }),
  units: z.int().nullable().meta({ description: 'Uses paid for; null: not counted' }),
  used: z.int(),
  frozenUntil: time.nullable().meta({ description: 'Exclusive; null: never frozen' }),
});

export const grants = list({
  path: '/grants',
  tag: TAG,
  summary: 'Grants by id',
  input: z.strictObject({
    dataset: idText.optional(),
    member: idText.optional().meta({ description: 'Who holds it' }),
    offer: idText.optional(),
    ...past,
    ...idPage,
  }),
  answer: grant,
});

export const grantOf = one({
  path: '/grants/:id',
  tag: TAG,
  summary: 'One grant',
  input: z.strictObject({ id: idText, ...past }),
  answer: grant,
});

export const purchases = list({
  path: '/purchases',
  tag: TAG,
  summary: 'Purchases and renewals, gross, in the order of the chain',
  input: z.strictObject({
    dataset: idText.optional(),
    table: idText.optional(),
    member: idText.optional().meta({ description: 'Who bought' }),
    grant: idText.optional(),
    offer: idText.optional(),
    distribution: placeText.optional().meta({ description: 'Whose revenue that distribution passed on' }),
    ...placePage,
  }),
  answer: z.object({
    kind: z.enum(['purchase', 'renewal']),
    grantId: id,
    offerId: id,
    versionId: id,
    tableId: id,
    datasetId: id,
    buyer: member,
    gross: amount,
    fee: amount.meta({ description: "The consortium's part" }),
    units: z.int(),
    ...place,
  }),
});

export const refunds = list({
  path: '/refunds',
  tag: TAG,
  summary: 'What sellers paid back for grants that they ended early',
  input: z.strictObject({
    grant: idText.optional(),
    member: idText.optional().meta({ description: 'Who was paid back' }),
    seller: idText.optional(),
    ...placePage,
  }),
  answer: z.object({ grantId: id, holder: member, seller: member, account: address, amount, ...place }),
});
