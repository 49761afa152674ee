import { formatPercent } from '../../sdk/units.js';
import { act } from '../act.js';
import { defineCommand } from '../define-command.js';

/** `genba consortium apply-fee` */
export const consortiumApplyFee = defineCommand({
  verb: 'apply-fee',
  does: 'apply an announced rise of the fee after its 7 days (anyone)',
  examples: ['genba --key works consortium apply-fee'],
  async run(context) {
    await act(
      context,
      ({ gas, ledger }) => ledger.revenue.applyFeeRise(gas),
      ({ events }) => {
        const feeBps = Number(events.FeeChanged?.feeBps);
        return [{ feeBps }, `the fee is ${formatPercent(feeBps)} from now on`];
      },
    );
  },
});
