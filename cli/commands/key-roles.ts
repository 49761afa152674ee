import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { act } from '../act.js';
import { parseAddress, parseNames } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba key roles` */
export const keyRoles = defineCommand({
  verb: 'roles',
  does: 'give another key of your member other roles (admin key)',
  args: { '<address>': 'the key', '<roles>': `all that it may do from now on, of ${KEY_ROLES.join(', ')}` },
  examples: ['genba --key works key roles 0x2546BcD3c84621e976D8185a91A922aE77ECEc30 sell,buy'],
  async run(context, _options: unknown, address: string, roles: string) {
    const key = parseAddress(address, 'address');
    const names = parseNames(roles, KEY_ROLES, 'role');
    await act(context, ({ gas, ledger }) => ledger.members.changeRoles(key, toBits(names, KEY_ROLES), gas), [
      { key, roles: names },
      `${key} may now ${names.join(', ')}`,
    ]);
  },
});
