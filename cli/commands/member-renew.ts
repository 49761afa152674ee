import { ZeroHash } from 'ethers';
import { act } from '../act.js';
import { parseHash, parseId } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { defineCommand } from '../define-command.js';
import { formatDay } from '../format-time.js';

/** `genba member renew` */
export const memberRenew = defineCommand({
  verb: 'renew',
  does: 'make the admission of a member longer whose register entry you have checked again (notary)',
  args: { '<member>': 'member id' },
  options: {
    '--days <days>': ['days from now that the admission is good', '365'],
    '--credential-hash <hash>': ['hash of the credential that proves the entry', ZeroHash],
  },
  examples: ['genba --key notary member renew 3 --days 365'],
  async run(context, options: { days: string; credentialHash: string }, member: string) {
    const memberId = parseId(member);
    const days = parseId(options.days);
    const credentialHash = parseHash(options.credentialHash, '--credential-hash');
    const validUntil = await daysFromNow(await context.reader(), days);
    await act(context, ({ gas, ledger }) => ledger.members.renewAdmission(memberId, validUntil, credentialHash, gas), [
      { memberId, validUntil },
      `member ${memberId} is admitted until ${formatDay(validUntil)}`,
    ]);
  },
});
