import { NO_END } from '../../sdk/ids.js';
import { act } from '../act.js';
import { defineCommand } from '../define-command.js';
import { readOrder } from '../order-file.js';
import { formatEnd } from '../period.js';

/** `genba access accept` */
export const accessAccept = defineCommand({
  verb: 'accept',
  does: 'send an order that its payer has signed; the payer gets the access, and pays (anyone)',
  args: { '<order>': "file of 'genba access order'" },
  examples: ['genba --key office access accept order.json'],
  async run(context, _options: unknown, file: string) {
    const { authorization, order } = readOrder(file);
    await act(
      context,
      ({ gas, ledger }) => ledger.market.acceptWithAuthorization(order, authorization, gas),
      ({ events }) => {
        const bought = events.GrantIssued ?? events.GrantExtended ?? {};
        const [grantId, memberId, end] = [Number(bought.grantId), Number(bought.memberId), Number(bought.end)];
        const endsAt = end === NO_END ? null : end;
        // What the contract took, whatever else the file says: only the signature is the payer's word.
        const price = String((events.AccessPurchased ?? events.AccessRenewed)?.amount);
        return [
          { grantId, memberId, offerId: order.offerId, price, endsAt },
          `grant ${grantId} of member ${memberId} for ${context.money(price)}, ${endsAt === null ? 'without end' : `until ${formatEnd(endsAt)}`}`,
        ];
      },
    );
  },
});
