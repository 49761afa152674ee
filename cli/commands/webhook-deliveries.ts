import { callWebhook } from '../../sdk/api/webhook-client.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

const PAGE = 100;

/** `genba webhook deliveries` */
export const webhookDeliveries = defineCommand({
  verb: 'deliveries',
  does: 'list what a webhook delivered and what it tries, the newest first',
  args: { '<webhook>': 'its id' },
  options: { '--limit <rows>': ['a page of at most so many rows', String(PAGE)], '--after <id>': 'the page after another one' },
  examples: ['genba webhook deliveries 2 --key admin'],
  async run(context, options: { limit: string; after?: string }, webhook: string) {
    const page = { id: parseId(webhook), order: 'desc', limit: parseId(options.limit), after: options.after };
    const answer = await callWebhook(context.api, 'webhookDeliveries', page);
    const rows = answer.data.map((one) => [
      one.eventId,
      one.eventType,
      formatTime(one.lastAt),
      String(one.attempts),
      one.state,
      one.problem ?? String(one.status ?? ''),
    ]);
    const more = answer.next === null ? '' : `\nthere is more: --after ${answer.next}`;
    const table = layoutTable(['EVENT', 'TYPE', 'LAST TRIED', 'ATTEMPTS>', 'STATE', 'ANSWER'], rows);
    context.print(answer, rows.length === 0 ? 'nothing yet' : `${table}${more}`);
  },
});
