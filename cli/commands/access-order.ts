import { hexlify, randomBytes } from 'ethers';
import { LedgerError } from '../../sdk/errors.js';
import { signAuthorization } from '../../sdk/orders.js';
import { parsePeriod } from '../../sdk/units.js';
import { parseId } from '../arguments.js';
import { laterTime } from '../chain-time.js';
import { defineCommand } from '../define-command.js';
import { makeOrder, type OrderOptions, offerOfGrant } from '../make-order.js';
import { ownMember } from '../own-member.js';
import { OUT, type OutOptions, writeSigned } from '../signed-file.js';

interface Options extends OrderOptions, OutOptions {
  renew?: string;
  max?: string;
  valid: string;
}

/** `genba access order` */
export const accessOrder = defineCommand({
  verb: 'order',
  does: 'sign a purchase or renewal that somebody else sends; the key needs no gas, and pays just this (ERC-3009)',
  args: { '[offer]': 'offer id; without, name a grant with --renew' },
  options: {
    '--renew <grant>': 'the grant of yours to extend, under the offer it was bought at',
    '--version-id <id>': 'the version you looked at (default: the pinned or the current one)',
    '--units <count>': 'uses to pay for, where the offer counts them',
    '--max <amount>': 'refuse to sign for more than that',
    '--valid <period>': ['how long the signature is good', '1d'],
    ...OUT,
  },
  note: "Anyone sends it with 'genba access accept'. A price that changes makes it void.",
  examples: ['genba --key buyer access order 2 --out order.json', 'genba --key buyer access order --renew 7 --out order.json'],
  async run(context, options: Options, offer: string | undefined) {
    if ((offer === undefined) === (options.renew === undefined)) {
      throw new LedgerError('BAD_ARGUMENT', { argument: 'order', problem: 'name either an offer or --renew GRANT.' });
    }
    const grantId = options.renew === undefined ? 0 : parseId(options.renew);
    const named = offer === undefined ? undefined : parseId(offer);
    const seconds = parsePeriod(options.valid);
    const maximum = options.max === undefined ? undefined : context.parseMoney(options.max);
    const sign = async () => {
      const actor = await context.actor();
      const { ledger, wallet } = actor;
      const memberId = await ownMember(actor);
      const offerId = named ?? (await offerOfGrant(ledger, grantId));
      const { order, price } = await makeOrder(context, ledger, { grantId, memberId, offerId }, options);
      if (maximum !== undefined && price > maximum) {
        throw new LedgerError('PRICE_ABOVE_MAXIMUM', { price: context.money(price), maximum: context.money(maximum) });
      }
      const [validAfter, validBefore] = [0n, BigInt((await laterTime(ledger)) + seconds)];
      const salt = hexlify(randomBytes(32));
      const terms = { order, price, memberId, salt, validAfter, validBefore };
      return { order, price, authorization: await signAuthorization(ledger, wallet, terms) };
    };
    await writeSigned(context, options, sign, ({ order, price }) => {
      const what = grantId === 0 ? `offer ${order.offerId}, version ${order.versionId}` : `renewal of grant ${grantId}`;
      return `order of ${what} for ${context.money(price)}`;
    });
  },
});
