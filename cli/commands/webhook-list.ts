import { callWebhook } from '../../sdk/api/webhook-client.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba webhook list` */
export const webhookList = defineCommand({
  verb: 'list',
  does: "list your member's webhooks, and how they stand",
  examples: ['genba webhook list --key admin'],
  async run(context) {
    const { asOf, data } = await callWebhook(context.api, 'webhooks');
    const rows = data.map((one) => [
      String(one.id),
      one.url,
      Object.entries(one.filter)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ') || 'all',
      one.after,
      stateOf(one),
    ]);
    const table = layoutTable(['ID>', 'ADDRESS', 'EVENTS', 'DELIVERED UP TO', 'STATE'], rows);
    context.print({ asOf, data }, data.length === 0 ? 'no webhook' : `${table}\nas of block ${asOf.block}`);
  },
});

function stateOf({
  failures,
  nextAttemptAt,
  reason,
  state,
}: {
  failures: number;
  nextAttemptAt: number | null;
  reason: string | null;
  state: string;
}) {
  if (state === 'paused') return `paused: ${reason}`;
  return nextAttemptAt === null ? state : `failed ${failures} times, next at ${formatTime(nextAttemptAt)}`;
}
