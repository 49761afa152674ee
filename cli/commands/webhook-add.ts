import { callWebhook } from '../../sdk/api/webhook-client.js';
import { parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { EVENT_FILTER, type EventOptions, eventFilterOf } from '../event-filter.js';

/** `genba webhook add` */
export const webhookAdd = defineCommand({
  verb: 'add',
  does: 'have events sent to an address of yours, and see the secret that signs them: once',
  args: { '<url>': 'where events are sent by POST' },
  options: { ...EVENT_FILTER, '--since <id>': 'begin after an event (its id); default: with the next one' },
  examples: [
    'genba webhook add https://erp.example.com/genba --key admin',
    'genba webhook add https://erp.example.com/sales --type AccessPurchased --member 3 --key admin',
  ],
  async run(context, options: EventOptions & { since?: string }, url: string) {
    const after = options.since === undefined ? undefined : parsePlace(options.since, '--since');
    const { data } = await callWebhook(context.api, 'addWebhook', {}, { url, after, ...eventFilterOf(options) });
    const text = [
      `webhook ${data.id} sends to ${data.url}, after event ${data.after}`,
      `secret ${data.secret}`,
      'Keep it where your receiver finds it; it is not shown again.',
    ];
    context.print(data, text.join('\n'));
  },
});
