import { LedgerError } from '../../sdk/errors.js';
import { formatPercent, parsePercent } from '../../sdk/units.js';
import { type AdminAct, adminAct, CANCEL, DELAY_NOTE } from '../admin-act.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';

/** Most that the contract takes, in basis points. */
const HIGHEST_FEE = 500;

/** `genba consortium fee` */
export const consortiumFee = defineCommand({
  verb: 'fee',
  does: "lower the consortium's part of a purchase at once, or announce a rise that takes 7 days (admin)",
  args: { '<percent>': 'at most 5 %' },
  options: CANCEL,
  note: `${DELAY_NOTE} A rise is then applied with 'genba consortium apply-fee'.`,
  examples: ['genba --key admin consortium fee 0.5%'],
  async run(context, options: { cancel?: boolean }, percent: string) {
    const feeBps = parsePercent(percent);
    if (feeBps > HIGHEST_FEE) throw new LedgerError('BAD_ARGUMENT', { argument: 'fee', problem: 'it is at most 5 %.' });
    const call: AdminAct = { contract: ({ ledger }) => ledger.revenue, name: 'setFee', values: [feeBps] };
    await adminAct(context, call, options.cancel, ({ events }) => {
      const rise = events.FeeRiseAnnounced;
      const from = rise === undefined ? null : Number(rise.from);
      return [
        { feeBps, from },
        from === null
          ? `the fee is ${formatPercent(feeBps)}`
          : `a fee of ${formatPercent(feeBps)} may be applied from ${formatTime(from)} on`,
      ];
    });
  },
});
