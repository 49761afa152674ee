import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { readTickets } from '../ticket.js';

/** `genba access use` */
export const accessUse = defineCommand({
  verb: 'use',
  does: 'settle tickets that holders have signed, all in one transaction (anyone; a gateway that delivers)',
  args: { '<tickets...>': "files of 'genba access ticket', each with one ticket or a list" },
  note: 'A ticket that a later one has overtaken changes nothing; any other that does not count refuses them all.',
  examples: ['genba --key gateway access use ticket.json', 'genba --key gateway access use today/*.json'],
  async run(context, _options: unknown, files: string[]) {
    const tickets = files.flatMap(readTickets);
    const { ledger } = await context.actor();
    const grants = [...new Set(tickets.map((one) => one.grantId))];
    const usedOf = async (grantId: number) => Number((await ledger.grants.grantOf(grantId)).used);
    const before = new Map(await Promise.all(grants.map(async (id) => [id, await usedOf(id)] as const)));
    const sum = tickets.reduce(
      (most, one) => most.set(one.grantId, Math.max(most.get(one.grantId) ?? 0, one.units)),
      new Map(before),
    );
    const used = grants.map((grantId) => {
      const total = sum.get(grantId) as number;
      return { grantId, units: total - (before.get(grantId) as number), total };
    });
    await act(context, ({ gas }) => ledger.grants.consume(tickets, gas), [
      { used },
      used.map(({ grantId, total, units }) => `grant ${grantId}: ${units} more uses, ${total} in all`).join('\n'),
    ]);
  },
});
