import { defineList } from '../define-list.js';
import { argsText, EVENT_FILTER, type EventOptions, eventFilterOf } from '../event-filter.js';
import { formatTime } from '../format-time.js';

/** `genba event list` */
export const eventList = defineList({
  verb: 'list',
  does: 'list the audit trail: every event of the contracts, in the order of the chain',
  options: { ...EVENT_FILTER, '--from-block <block>': 'inclusive', '--to-block <block>': 'inclusive' },
  examples: ['genba event list --newest --limit 20', 'genba event list --dataset 3 --type AccessPurchased'],
  endpoint: 'events',
  input: (options: EventOptions & { fromBlock?: string; toBlock?: string }) => ({
    ...eventFilterOf(options),
    fromBlock: options.fromBlock,
    toBlock: options.toBlock,
  }),
  head: ['ID', 'TIME', 'EVENT', 'VALUES'],
  row: (one) => [one.id, formatTime(one.time), one.type, argsText(one.args)],
  empty: 'no such event',
});
