import { identifierHash } from '../../sdk/signing.js';
import { adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { parseId } from '../arguments.js';
import { confirm, YES } from '../confirm.js';
import { defineCommand } from '../define-command.js';

/** `genba member void` */
export const memberVoid = defineCommand({
  verb: 'void',
  does: "end a suspended member's admission for ever, and free its register number; it is still paid (admin)",
  args: { '<member>': 'member id' },
  needs: { '--reason <text>': 'a sentence that everybody can read' },
  options: { ...YES, ...CANCEL },
  note: DELAY_NOTE,
  examples: ['genba --key admin member void 3 --reason "admitted by mistake"'],
  async run(context, options: { reason: string; yes?: boolean; cancel?: boolean }, member: string) {
    const memberId = parseId(member);
    const { data } = await context.api.get('member', { id: memberId });
    if (!options.cancel) await confirm(context, `member ${memberId}, ${data.legalName}, will never act again`, options.yes);
    const values = [memberId, identifierHash(data.scheme, data.identifier), options.reason];
    await adminAct(context, { contract: ({ ledger }) => ledger.members, name: 'voidAdmission', values }, options.cancel, [
      { memberId, reason: options.reason },
      `the admission of member ${memberId} is void; ${data.scheme} ${data.identifier} is free again`,
    ]);
  },
});
