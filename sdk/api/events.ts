import { z } from 'zod';
import { list, one } from './endpoint.js';
import { blockText, hash, id, idText, placePage, time } from './values.js';

const TAG = 'events';
/** Most hits of a search by words; who gets so many has to say more. */
export const MOST_HITS = 100;

/** Which events. */
export const eventFilter = {
  type: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/)
    .optional()
    .meta({ description: 'The name of an event, like `AccessPurchased`' }),
  contract: z
    .string()
    .regex(/^[A-Za-z0-9]{1,64}$/)
    .optional()
    .meta({ description: 'The name of a contract, like `AccessMarket`' }),
  member: idText.optional().meta({ description: 'That name a member' }),
  dataset: idText.optional().meta({ description: 'About a dataset, its versions, terms, offers or grants' }),
  tx: hash.optional().meta({ description: 'Of one transaction' }),
  fromBlock: blockText.optional().meta({ description: 'Inclusive' }),
  toBlock: blockText.optional().meta({ description: 'Inclusive' }),
};

/** One event as the index keeps it. */
const event = z
  .object({
    id: z.string().meta({ description: 'Block and log index' }),
    contract: z.string(),
    type: z.string(),
    args: z.record(z.string(), z.unknown()).meta({ description: 'By parameter; amounts as decimal strings' }),
    block: z.int(),
    blockHash: hash,
    logIndex: z.int(),
    time,
    txHash: hash,
  })
  .meta({ id: 'Event' });

export const events = list({
  path: '/events',
  tag: TAG,
  summary: 'The audit trail: every event of the contracts, in the order of the chain',
  input: z.strictObject({ ...eventFilter, ...placePage }),
  answer: event,
});

export const search = one({
  path: '/search',
  tag: 'search',
  summary: `What a name, register number, address, hash or id stands for; of names at most ${MOST_HITS}, so say more when there are as many`,
  input: z.strictObject({
    q: z
      .string()
      .min(1)
      .max(200)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a database can't hold is refused here.
      .regex(/^[^\u0000-\u001f\u007f]*$/, 'control characters are no words'),
  }),
  answer: z.array(
    z.object({
      kind: z.enum(['member', 'dataset', 'version', 'offer', 'grant', 'terms', 'contract', 'transaction', 'block']),
      id: z.union([id, z.string()]).meta({ description: 'A number; of a contract, transaction or block its address or hash' }),
      label: z.string(),
      matched: z.string().meta({ description: 'Which of its values the search met' }),
    }),
  ),
});
