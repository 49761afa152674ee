import { LedgerError } from '../../sdk/errors.js';
import { act } from '../act.js';
import { parseAddress } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';
import { ownMember } from '../own-member.js';

/** `genba payout announce` */
export const payoutAnnounce = defineCommand({
  verb: 'announce',
  does: 'announce where your member is paid, or from what amount on; 48 hours later anyone applies it (admin key)',
  options: {
    '--account <address>': 'where to be paid (default: as it is)',
    '--minimum <amount>': 'least payout that others may trigger (default: as it is)',
  },
  examples: ['genba --key works payout announce --account 0x2546BcD3c84621e976D8185a91A922aE77ECEc30'],
  async run(context, options: { account?: string; minimum?: string }) {
    if (options.account === undefined && options.minimum === undefined) {
      throw new LedgerError('BAD_ARGUMENT', { argument: 'payout', problem: 'name --account, --minimum or both.' });
    }
    const given = options.account === undefined ? undefined : parseAddress(options.account, '--account');
    const least = options.minimum === undefined ? undefined : context.parseMoney(options.minimum);
    if (least !== undefined && least >= 2n ** 96n) throw new LedgerError('BAD_AMOUNT', { text: options.minimum });
    const memberId = await ownMember(await context.actor());
    // One that is not named stays as it is.
    const { payout } = (await context.api.get('member', { id: memberId })).data;
    const [account, minimum] = [given ?? payout.account, least ?? BigInt(payout.minimum)];
    await act(
      context,
      ({ gas, ledger }) => ledger.members.announcePayout(account, minimum, gas),
      ({ events }) => {
        const from = Number(events.PayoutAnnounced?.from);
        return [
          { memberId, account, minimum, from },
          `member ${memberId} is to be paid to ${account}, from ${context.money(minimum)}; 'genba payout apply' does it from ${formatTime(from)} on`,
        ];
      },
    );
  },
});
