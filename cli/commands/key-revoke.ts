import { act } from '../act.js';
import { parseAddress } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba key revoke` */
export const keyRevoke = defineCommand({
  verb: 'revoke',
  does: 'revoke another key of your member, for ever (admin key)',
  args: { '<address>': 'the key' },
  options: YES,
  examples: ['genba --key works key revoke 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: { yes?: boolean }, address: string) {
    const key = parseAddress(address, 'address');
    await confirm(context, `${key} will never act again`, options.yes);
    await act(context, ({ gas, ledger }) => ledger.members.revokeKey(key, gas), [{ key }, `${key} is revoked`]);
  },
});
