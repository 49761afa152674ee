import { MOST_HITS } from '../../sdk/api/events.js';
import { defineCommand } from '../define-command.js';
import { layoutTable } from '../table.js';

/** `genba search` */
export const search = defineCommand({
  verb: 'search',
  does: 'find what a name, register number, address, hash or id stands for',
  args: { '<text>': 'what to look for' },
  examples: ['genba search Hanbit', 'genba search 999-81-12340'],
  async run(context, _options: unknown, text: string) {
    const { asOf, data } = await context.api.get('search', { q: text });
    const rows = data.map((one) => [one.kind, String(one.id), one.label, one.matched]);
    const more = data.length < MOST_HITS ? '' : `\nthere may be more than these ${data.length}; say more of what you look for`;
    const found = `${layoutTable(['KIND', 'ID', 'NAME', 'BY'], rows)}${more}`;
    context.print({ asOf, data }, rows.length === 0 ? 'nothing found' : found);
  },
});
