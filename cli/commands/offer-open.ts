import { LedgerError } from '../../sdk/errors.js';
import { mine } from '../../sdk/ledger.js';
import { formatPercent, parsePeriod } from '../../sdk/units.js';
import { parseCount, parseId } from '../arguments.js';
import { defineCommand } from '../define-command.js';
import { parseTerms, TERMS, type TermsOptions, writeTerms } from '../terms.js';

interface Options extends TermsOptions {
  price: string;
  period?: string;
  termsId?: string;
  units?: string;
  buyer?: string;
  seats?: string;
}

/** Terms that follow updates are sold for at most 92 days. */
const LONGEST_FOLLOWING_PERIOD = 92 * 86_400;
const MOST_SEATS = 2 ** 16 - 1;

/** `genba offer open` */
export const offerOpen = defineCommand({
  verb: 'open',
  does: 'write terms for a dataset of yours and put a price on them',
  args: { '<dataset>': 'dataset id' },
  needs: { '--price <amount>': 'per period, per --units, or once; 0 is free' },
  options: {
    '--period <period>': 'such as 30d or 12h; without: access without end',
    '--units <count>': 'uses that one price pays for; without: uses are not counted',
    '--buyer <member>': 'the one member that may buy; without: everybody',
    '--seats <count>': 'the most grants ever issued under it; without: any number',
    ...TERMS,
    '--terms-id <id>': 'put the price on terms that exist; rights, purposes, royalty and version are theirs',
  },
  note: 'Terms that follow updates need a --period, at most 92d.',
  examples: [
    'genba offer open 3 --price 50000 --period 30d --key works',
    'genba offer open 1 --price 0 --rights read,derive,onward --royalty 20% --key works',
  ],
  async run(context, options: Options, dataset: string) {
    const datasetId = parseId(dataset);
    const price = context.parseMoney(options.price);
    const period = options.period === undefined ? 0 : parsePeriod(options.period);
    const terms = parseTerms(options);
    if (options.follow && period === 0) {
      throw new LedgerError('BAD_ARGUMENT', {
        argument: '--follow',
        problem: 'terms that follow updates are sold per period; add --period.',
      });
    }
    if (options.follow && period > LONGEST_FOLLOWING_PERIOD) throw new LedgerError('BAD_PERIOD', { text: options.period });
    if (period === 0 && options.units === undefined && price > 0n) {
      context.advise('without --period, whoever pays once has access without end');
    }
    if (price >= 2n ** 88n) throw new LedgerError('BAD_AMOUNT', { text: options.price });
    const actor = await context.actor();
    const { gas, ledger } = actor;
    const termsId =
      options.termsId === undefined ? (await writeTerms(actor, datasetId, terms)).termsId : parseId(options.termsId);
    const { datasetId: ofDataset, royaltyBps } = await ledger.grants.termsOf(termsId);
    if (Number(ofDataset) !== datasetId)
      throw new LedgerError('NOT_FOUND', { what: `terms of dataset ${datasetId}:`, id: termsId });
    const draft = {
      termsId,
      price,
      period,
      units: parseCount(options.units),
      buyer: options.buyer === undefined ? 0 : parseId(options.buyer),
      seats: parseCount(options.seats, MOST_SEATS),
    };
    const opened = await mine(ledger.market.openOffer(draft, gas));
    const offerId = Number(opened.events.OfferOpened?.offerId);
    const span = period === 0 ? 'once, without end' : `per ${options.period}`;
    const every = draft.units === 0 ? span : `per ${draft.units} units${period === 0 ? '' : ` and ${options.period}`}`;
    const royalty = royaltyBps === 0n ? '' : `, royalty ${formatPercent(Number(royaltyBps))}`;
    context.print(
      { offerId, termsId, txHash: opened.hash },
      `offer ${offerId}: dataset ${datasetId}, ${context.money(price)} ${every}${royalty} (terms ${termsId})`,
    );
  },
});
