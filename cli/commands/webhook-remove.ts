import { callWebhook } from '../../sdk/api/webhook-client.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba webhook remove` */
export const webhookRemove = defineCommand({
  verb: 'remove',
  does: 'remove a webhook with its log',
  args: { '<webhook>': 'its id' },
  examples: ['genba webhook remove 2 --key admin'],
  async run(context, _options: unknown, webhook: string) {
    const { data } = await callWebhook(context.api, 'removeWebhook', { id: parseId(webhook) });
    context.print(data, `webhook ${data.id} is removed`);
  },
});
