import { act } from '../act.js';
import { defineCommand } from '../define-command.js';

/** `genba member veto` */
export const memberVeto = defineCommand({
  verb: 'veto',
  does: 'stop a recovery of your own member that you have not asked for (any good key)',
  examples: ['genba --key works member veto'],
  async run(context) {
    await act(
      context,
      ({ gas, ledger }) => ledger.members.vetoRecovery(gas),
      ({ events }) => {
        const memberId = Number(events.RecoveryVetoed?.memberId);
        return [{ memberId }, `the recovery of member ${memberId} is stopped; its keys stay as they are`];
      },
    );
  },
});
