import { LedgerError } from '../../sdk/errors.js';
import { signTicket } from '../../sdk/signing.js';
import { parsePeriod } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { laterTime } from '../chain-time.js';
import { defineCommand } from '../define-command.js';
import { OUT, type OutOptions, writeSigned } from '../signed-file.js';

interface Options extends OutOptions {
  units?: string;
  more?: string;
  valid: string;
}

/** `genba access ticket` */
export const accessTicket = defineCommand({
  verb: 'ticket',
  does: 'sign for the uses of a grant of yours: their running total, so that no use counts twice',
  args: { '<grant>': 'grant id' },
  options: {
    '--units <count>': 'uses since the grant was issued',
    '--more <count>': 'uses beside those that count on the chain already',
    '--valid <period>': ['how long the signature is good', '1d'],
    ...OUT,
  },
  note: "Whoever delivers the data settles it with 'genba access use'.",
  examples: ['genba --key buyer access ticket 7 --units 40 --out ticket.json', 'genba --key buyer access ticket 7 --more 1'],
  async run(context, options: Options, grant: string) {
    const grantId = parseId(grant);
    if ((options.units === undefined) === (options.more === undefined)) {
      throw new LedgerError('BAD_ARGUMENT', { argument: 'ticket', problem: 'name either --units or --more.' });
    }
    const given = parseId(options.units ?? (options.more as string));
    const seconds = parsePeriod(options.valid);
    const sign = async () => {
      const { ledger, wallet } = await context.actor();
      const held = await ledger.grants.grantOf(grantId);
      if (held.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: grantId });
      if (held.units === 0n) throw new LedgerError('UNITS_NOT_COUNTED', { grantId });
      const units = options.units === undefined ? Number(held.used) + given : given;
      const consent = { grantId, units, key: wallet.address, deadline: BigInt((await laterTime(ledger)) + seconds) };
      return { ...consent, signature: await signTicket(wallet, context.deployment, consent) };
    };
    await writeSigned(context, options, sign, ({ units }) => `ticket for ${units} uses of grant ${grantId} in all`);
  },
});
