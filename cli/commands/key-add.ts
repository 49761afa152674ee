import { LedgerError } from '../../sdk/errors.js';
import { fromBits, KEY_ROLES } from '../../sdk/ids.js';
import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { readKeyRequest } from '../key-request.js';
import { ownMember } from '../own-member.js';

/** `genba key add` */
export const keyAdd = defineCommand({
  verb: 'add',
  does: 'let a further key act for your member (admin key)',
  args: { '<request>': "file that the key made with 'genba key request'" },
  examples: ['genba --key works key add sales.json'],
  async run(context, _options: unknown, file: string) {
    const { deadline, key, memberId, nonce, roles, signature } = readKeyRequest(file);
    const own = await ownMember(await context.actor());
    if (memberId !== own) throw new LedgerError('REQUEST_OF_ANOTHER', { requested: memberId, own });
    const names = fromBits(roles, KEY_ROLES);
    await act(context, ({ gas, ledger }) => ledger.members.addKey(key, roles, nonce, deadline, signature, gas), [
      { memberId, key, roles: names },
      `${key} acts for member ${memberId}: ${names.join(', ')}`,
    ]);
  },
});
