import type { Command } from 'commander';
import { parseId } from '../arguments.js';
import { AS_OF_FLAG, type AsOfOptions, asOfInput, sayAsOf } from '../as-of.js';
import { createContext } from '../context.js';
import { formatDay } from '../format-time.js';
import { layoutTable } from '../table.js';

/** `genba member show` */
export function memberShow(noun: Command): void {
  noun
    .command('show')
    .description('show one member with its keys and credit, or list all')
    .argument('[id]', 'member')
    .option(...AS_OF_FLAG)
    .addHelpText('after', '\nExamples:\n  genba member show\n  genba member show 3 --json\n  genba member show 3 --as-of 1200')
    .action(async (id: string | undefined, options: AsOfOptions, command: Command) => {
      const context = createContext(command);
      const past = asOfInput(options);
      if (id === undefined) {
        const { asOf, data } = await context.api.all('members', past);
        const rows = data.map((one) => [String(one.id), one.legalName, `${one.scheme} ${one.identifier}`, one.status]);
        context.print(
          { asOf, data },
          `${layoutTable(['ID>', 'LEGAL NAME', 'REGISTER NUMBER', 'STATUS'], rows)}\n${sayAsOf(asOf)}`,
        );
        return;
      }
      const { asOf, data } = await context.api.get('member', { id: parseId(id), ...past });
      const keys = data.keys.map((key) => `  ${key.address}  ${key.revoked ? 'revoked' : key.roles.join(', ')}`);
      const lines = [
        `member ${data.id}  ${data.legalName}`,
        `register   ${data.scheme} ${data.identifier}`,
        `status     ${data.status}, admitted until ${formatDay(data.validUntil)}`,
        `paid to    ${data.payout.account}, from ${context.money(data.payout.minimum)}`,
        `credit     ${context.money(data.account.credit)} (credited ${context.money(data.account.credited)}, paid ${context.money(data.account.paid)})`,
        'keys',
        ...keys,
        sayAsOf(asOf),
      ];
      context.print({ asOf, data }, lines.join('\n'));
    });
}
