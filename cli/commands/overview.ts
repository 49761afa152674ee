import { defineCommand } from '../define-command.js';

/** `genba overview` */
export const overview = defineCommand({
  verb: 'overview',
  does: 'say how much of everything there is',
  examples: ['genba overview'],
  async run(context) {
    const { asOf, data } = await context.api.get('overview');
    const width = Math.max(...Object.keys(data).map((name) => name.length));
    const lines = Object.entries(data).map(([name, count]) => `${name.padEnd(width)}  ${count}`);
    context.print({ asOf, data }, [...lines, `as of block ${asOf.block}`].join('\n'));
  },
});
