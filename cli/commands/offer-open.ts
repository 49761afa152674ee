import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { sha256, ZeroHash } from 'ethers';
import { LedgerError } from '../../sdk/errors.js';
import { PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { mine } from '../../sdk/ledger.js';
import { formatPercent, parsePercent, parsePeriod } from '../../sdk/units.js';
import { parseCount, parseId, parseNames } from '../arguments.js';
import { createContext } from '../context.js';

interface Options {
  price: string;
  period?: string;
  rights: string;
  purposes: string;
  royalty: string;
  versionId?: string;
  follow?: boolean;
  termsFile?: string;
  termsId?: string;
  units?: string;
  buyer?: string;
  seats?: string;
}

/** Terms that follow updates are sold for at most 92 days. */
const LONGEST_FOLLOWING_PERIOD = 92 * 86_400;
const MOST_SEATS = 2 ** 16 - 1;

/** `genba offer open` */
export function offerOpen(noun: Command): void {
  noun
    .command('open')
    .description('write terms for a dataset of yours and put a price on them')
    .argument('<dataset>', 'dataset id')
    .requiredOption('--price <amount>', 'per period, per --units, or once; 0 is free')
    .option('--period <period>', 'such as 30d or 12h; without: access without end')
    .option('--units <count>', 'uses that one price pays for; without: uses are not counted')
    .option('--buyer <member>', 'the one member that may buy; without: everybody')
    .option('--seats <count>', 'the most grants ever issued under it; without: any number')
    .option('--rights <list>', `of ${RIGHTS.join(', ')}`, 'read')
    .option('--purposes <list>', `of ${PURPOSES.join(', ')}`, PURPOSES.join(','))
    .option('--royalty <percent>', 'part of the revenue of everything derived, however far (needs the derive right)', '0%')
    .option('--version-id <id>', 'pin another version than the current one')
    .option('--follow', 'follow updates instead of pinning a version (needs --period, at most 92d)')
    .option('--terms-file <file>', 'legal text; its SHA-256 is recorded')
    .option('--terms-id <id>', 'put the price on terms that exist; rights, purposes, royalty and version are theirs')
    .addHelpText(
      'after',
      '\nExamples:\n  genba offer open 3 --price 50000 --period 30d --key works\n  genba offer open 1 --price 0 --rights read,derive,onward --royalty 20% --key works',
    )
    .action(async (dataset: string, options: Options, command: Command) => {
      const context = createContext(command);
      const datasetId = parseId(dataset);
      const price = context.parseMoney(options.price);
      const period = options.period === undefined ? 0 : parsePeriod(options.period);
      const rights = toBits(parseNames(options.rights, RIGHTS, 'right'), RIGHTS);
      const purposes = toBits(parseNames(options.purposes, PURPOSES, 'purpose'), PURPOSES);
      const royaltyBps = parsePercent(options.royalty);
      if (options.follow && period === 0) {
        throw new LedgerError('BAD_ARGUMENT', {
          argument: '--follow',
          problem: 'terms that follow updates are sold per period; add --period.',
        });
      }
      if (options.follow && period > LONGEST_FOLLOWING_PERIOD) throw new LedgerError('BAD_PERIOD', { text: options.period });
      if (price >= 2n ** 88n) throw new LedgerError('BAD_AMOUNT', { text: options.price });
      const { ledger, gas } = await context.actor();
      let termsId = options.termsId === undefined ? 0 : parseId(options.termsId);
      if (termsId === 0) {
        const current = Number((await ledger.datasets.datasetOf(datasetId)).current);
        const versionId = options.follow ? 0 : options.versionId === undefined ? current : parseId(options.versionId);
        const hash = options.termsFile === undefined ? ZeroHash : sha256(readTerms(options.termsFile));
        const written = await mine(ledger.grants.writeTerms(datasetId, versionId, rights, royaltyBps, purposes, hash, gas));
        termsId = Number(written.events.TermsWritten?.termsId);
      }
      const terms = await ledger.grants.termsOf(termsId);
      if (Number(terms.datasetId) !== datasetId)
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
      const royalty = terms.royaltyBps === 0n ? '' : `, royalty ${formatPercent(Number(terms.royaltyBps))}`;
      context.print(
        { offerId, termsId, txHash: opened.hash },
        `offer ${offerId}: dataset ${datasetId}, ${context.money(price)} ${every}${royalty} (terms ${termsId})`,
      );
    });
}

function readTerms(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
}
