import { LedgerError } from '../../sdk/errors.js';
import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { ALL_ROLES, readKeyRequest } from '../key-request.js';

/** `genba member recover` */
export const memberRecover = defineCommand({
  verb: 'recover',
  does: 'propose a new key for a member that has lost its own; after 7 days it takes the place of all of them (notary)',
  args: { '<request>': "file that the new key made with 'genba key request', with all roles" },
  note: "Every good key of the member can veto with 'genba member veto'. Afterwards anyone runs 'genba member finish-recovery'.",
  examples: ['genba --key notary member recover recovery.json'],
  async run(context, _options: unknown, file: string) {
    const { deadline, key, memberId, nonce, roles, signature } = readKeyRequest(file);
    if (roles !== ALL_ROLES) {
      const problem = 'the key has signed for some roles only; let it sign for all of them.';
      throw new LedgerError('BAD_ARGUMENT', { argument: file, problem });
    }
    await act(
      context,
      ({ gas, ledger }) => ledger.members.startRecovery(memberId, key, nonce, deadline, signature, gas),
      ({ events }) => {
        const from = Number(events.RecoveryStarted?.from);
        return [
          { memberId, key, from },
          `${key} is proposed for member ${memberId}; unless a key of the member vetoes, it is bound from ${formatTime(from)} on`,
        ];
      },
    );
  },
});
