import { callWebhook } from '../../sdk/api/webhook-client.js';
import { parseId, parsePlace } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba webhook replay` */
export const webhookReplay = defineCommand({
  verb: 'replay',
  does: 'let a webhook go on: where it stands, or after another event',
  args: { '<webhook>': 'its id' },
  options: { '--since <id>': 'after an event (its id); 0.0 is before all' },
  note: 'What is sent again has other message ids; the id of the event in it is the same.',
  examples: ['genba webhook replay 2 --key admin', 'genba webhook replay 2 --since 120.4 --key admin'],
  async run(context, options: { since?: string }, webhook: string) {
    const after = options.since === undefined ? undefined : parsePlace(options.since, '--since');
    const { data } = await callWebhook(context.api, 'replayWebhook', { id: parseId(webhook) }, { after });
    context.print(data, `webhook ${data.id} goes on after event ${data.after}`);
  },
});
