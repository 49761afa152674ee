import { type AdminAct, adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';

/** `genba consortium member` */
export const consortiumMember = defineCommand({
  verb: 'member',
  does: 'name the member that gets the fee (admin)',
  args: { '<member>': 'member id' },
  options: CANCEL,
  note: DELAY_NOTE,
  examples: ['genba --key admin consortium member 1'],
  async run(context, options: { cancel?: boolean }, member: string) {
    const memberId = parseId(member);
    const call: AdminAct = { contract: ({ ledger }) => ledger.revenue, name: 'setConsortium', values: [memberId] };
    await adminAct(context, call, options.cancel, [{ memberId }, `member ${memberId} gets the fee from now on`]);
  },
});
