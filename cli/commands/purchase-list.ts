import { optionalId, parsePlace } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

type Options = Partial<Record<'dataset' | 'table' | 'member' | 'grant' | 'offer' | 'distribution', string>>;

/** `genba purchase list` */
export const purchaseList = defineList({
  verb: 'list',
  does: 'list purchases and renewals, gross, in the order of the chain',
  options: {
    '--dataset <id>': 'of one dataset',
    '--table <id>': 'that belong to one payee table',
    '--member <id>': 'by one buyer',
    '--grant <id>': 'of one grant',
    '--offer <id>': 'at one offer',
    '--distribution <place>': 'whose revenue that distribution passed on',
  },
  examples: ['genba purchase list --dataset 3', 'genba purchase list --newest --limit 20'],
  endpoint: 'purchases',
  input: ({ dataset, distribution, grant, member, offer, table }: Options) => ({
    dataset: optionalId(dataset),
    table: optionalId(table),
    member: optionalId(member),
    grant: optionalId(grant),
    offer: optionalId(offer),
    distribution: distribution === undefined ? undefined : parsePlace(distribution, '--distribution'),
  }),
  head: ['TIME', 'KIND', 'BUYER', 'DATASET>', 'VERSION>', 'OFFER>', 'GRANT>', 'UNITS>', 'GROSS>', 'FEE>'],
  row: (one, context) => [
    formatTime(one.time),
    one.kind,
    one.buyer.legalName,
    ...[one.datasetId, one.versionId, one.offerId, one.grantId].map(String),
    one.units === 0 ? '' : String(one.units),
    context.money(one.gross),
    context.money(one.fee),
  ],
  empty: 'no purchase yet',
});
