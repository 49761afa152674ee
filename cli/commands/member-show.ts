import type { Command } from 'commander';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { formatDay } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba member show` */
export function memberShow(noun: Command): void {
  noun
    .command('show')
    .description('show one member with its keys and credit, or list all')
    .argument('[id]', 'member')
    .addHelpText('after', '\nExamples:\n  genba member show\n  genba member show 3 --json')
    .action(async (id: string | undefined, _options: unknown, command: Command) => {
      const context = createContext(command);
      if (id === undefined) {
        const { asOf, data } = await context.api.all('members');
        const rows = data.map((one) => [String(one.id), one.legalName, `${one.scheme} ${one.identifier}`, one.status]);
        context.print(
          { asOf, data },
          `${layoutTable(['ID>', 'LEGAL NAME', 'REGISTER NUMBER', 'STATUS'], rows)}\nas of block ${asOf.block}`,
        );
        return;
      }
      const { asOf, data } = await context.api.get('member', { id: parseId(id) });
      const keys = data.keys.map((key) => `  ${key.address}  ${key.revoked ? 'revoked' : key.roles.join(', ')}`);
      const lines = [
        `member ${data.id}  ${data.legalName}`,
        `register   ${data.scheme} ${data.identifier}`,
        `status     ${data.status}, admitted until ${formatDay(data.validUntil)}`,
        `paid to    ${data.payout.account}, from ${context.money(data.payout.minimum)}`,
        `credit     ${context.money(data.account.credit)} (credited ${context.money(data.account.credited)}, paid ${context.money(data.account.paid)})`,
        'keys',
        ...keys,
        `as of block ${asOf.block}`,
      ];
      context.print({ asOf, data }, lines.join('\n'));
    });
}
