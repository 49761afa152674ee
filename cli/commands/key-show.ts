import path from 'node:path';
import { LedgerError } from '../../sdk/errors.js';
import { defineCommand } from '../define-command.js';
import { describeKey } from '../keys.js';
import { describeStanding, standingOf } from '../standing-of-keys.js';

/** `genba key show` */
export const keyShow = defineCommand({
  verb: 'show',
  does: 'show one key: its address, for whom it acts, what it holds',
  args: { '<name>': 'name of the key' },
  examples: ['genba key show works'],
  async run(context, _options: unknown, name: string) {
    const key = describeKey(context.home, name);
    if (key === undefined) throw new LedgerError('KEY_UNKNOWN', { name, folder: path.join(context.home, 'keys') });
    const ledger = await context.reader().catch((error: Error) => context.note(`what it holds is not known: ${error.message}`));
    const standing = ledger ? await standingOf(ledger, key.address) : null;
    const balance = ledger ? await ledger.token.balanceOf(key.address) : null;
    const text = [
      `key ${name}  ${key.address}`,
      `protected  ${key.protected ? 'by a password' : 'NO: who reads the file has the key'}`,
      ...(key.open ? ['readable   by OTHERS too; chmod 600 mends it'] : []),
      ...(standing === null ? [] : [`acts for   ${describeStanding(standing)}`]),
      ...(balance === null ? [] : [`holds      ${context.money(balance)}`]),
    ];
    context.print({ ...key, standing, balance }, text.join('\n'));
  },
});
