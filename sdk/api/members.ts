import { z } from 'zod';
import { KEY_ROLES } from '../ids.js';
import { list, one } from './endpoint.js';
import { address, amount, hash, id, idList, idPage, idText, member, past, place, placePage, placeText, time } from './values.js';

const TAG = 'members';

const summary = z.object({
  id,
  legalName: z.string(),
  scheme: z.string().meta({ description: 'The register that gave the identifier' }),
  identifier: z.string(),
  status: z.enum(['active', 'suspended', 'voided']),
  admittedAt: time,
  validUntil: time.meta({ description: 'Exclusive' }),
  frozenUntil: time.nullable().meta({ description: 'Exclusive; null: never frozen' }),
});

const account = z.object({
  credited: amount.meta({ description: 'All that it ever earned' }),
  paid: amount,
  credit: amount.meta({ description: 'What it may be paid now' }),
});

export const members = list({
  path: '/members',
  tag: TAG,
  summary: 'Members by id',
  input: z.strictObject({
    status: z.enum(['active', 'suspended', 'voided']).optional(),
    ids: idList.optional().meta({ description: 'Only these' }),
    ...past,
    ...idPage,
  }),
  answer: summary,
});

export const memberOf = one({
  path: '/members/:id',
  tag: TAG,
  summary: 'One member with its keys, payout account and credit',
  input: z.strictObject({ id: idText, ...past }),
  answer: summary.extend({
    credentialHash: hash,
    notaryId: id,
    keys: z.array(
      z.object({ address, roles: z.array(z.string()).meta({ description: `Of ${KEY_ROLES.join(', ')}` }), revoked: z.boolean() }),
    ),
    payout: z.object({ account: address, minimum: amount }),
    account,
  }),
});

export const accounts = list({
  path: '/accounts',
  tag: TAG,
  summary: 'What each member was credited and paid, by member',
  input: z.strictObject({ ...past, ...idPage }),
  answer: account.extend({ member }),
});

export const credits = list({
  path: '/members/:id/credits',
  tag: TAG,
  summary: 'The distributions that credited a member, each a line of a payout',
  input: z.strictObject({ id: idText, ...past, ...placePage }),
  answer: z.object({ distributionId: placeText, tableId: id, datasetId: id, amount, ...place }),
});
