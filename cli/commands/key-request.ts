import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { signKeyBinding } from '../../sdk/signing.js';
import { parseId, parseNames } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { defineCommand } from '../define-command.js';
import { OUT, type OutOptions, writeSigned } from '../signed-file.js';

interface Options extends OutOptions {
  roles: string;
  validDays: string;
}

/** `genba key request` */
export const keyRequest = defineCommand({
  verb: 'request',
  does: 'sign with a further key that it will act for a member; an admin key adds it, or a notary proposes it',
  args: { '<member>': 'member id' },
  options: {
    '--roles <list>': [`what it may do, of ${KEY_ROLES.join(', ')}; all of them to recover a member`, KEY_ROLES.join(',')],
    '--valid-days <days>': ['days that the signature is good', '30'],
    ...OUT,
  },
  examples: [
    'genba --key sales key request 3 --roles sell --out sales.json',
    'genba --key new key request 3 --out recovery.json   # all keys of member 3 are lost',
  ],
  async run(context, options: Options, member: string) {
    const memberId = parseId(member);
    const names = parseNames(options.roles, KEY_ROLES, 'role');
    const days = parseId(options.validDays);
    const sign = async () => {
      const { ledger, wallet } = await context.actor();
      const consent = {
        memberId,
        key: wallet.address,
        roles: toBits(names, KEY_ROLES),
        nonce: await ledger.members.nonces(wallet.address),
        deadline: BigInt(await daysFromNow(ledger, days)),
      };
      return { ...consent, signature: await signKeyBinding(wallet, context.deployment, consent) };
    };
    await writeSigned(
      context,
      options,
      sign,
      (signed) => `request of ${signed.key} to act for member ${memberId} (${names.join(', ')})`,
    );
  },
});
