import type { Command } from 'commander';
import { parseIdentifier, SCHEMES } from '../../sdk/identifiers.js';
import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { parseLegalName } from '../../sdk/legal-name.js';
import { signAdmission } from '../../sdk/signing.js';
import { parseAddress, parseId } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { createContext } from '../context.js';
import { noteUnchecked } from '../note-unchecked.js';
import { requireFree, writeResult } from '../write-result.js';

interface Options {
  legalName: string;
  scheme: string;
  identifier: string;
  payoutAccount?: string;
  payoutMinimum: string;
  validDays: string;
  out: string;
  force?: boolean;
}

/** `genba member request` */
export function memberRequest(noun: Command): void {
  noun
    .command('request')
    .description('sign a request for admission with your first key; a notary admits it')
    .requiredOption('--legal-name <name>', 'name in the register')
    .requiredOption('--scheme <scheme>', `register number scheme: ${SCHEMES.join(', ')}; another one is taken unchecked`)
    .requiredOption('--identifier <number>', 'register number, with or without separators')
    .option('--payout-account <address>', 'where to be paid (default: the key)')
    .option('--payout-minimum <amount>', 'least payout that others may trigger', '0')
    .option('--valid-days <days>', 'days that the signature is good', '30')
    .requiredOption('--out <file>', 'file to write')
    .option('--force', 'replace the file when there is one')
    .addHelpText(
      'after',
      '\nExample:\n  genba member request --key works --legal-name "Hanbit Precision Co., Ltd." --scheme KR-BRN --identifier 999-81-12340 --out request.json',
    )
    .action(async (options: Options, command: Command) => {
      const context = createContext(command);
      const legalName = parseLegalName(options.legalName);
      const entry = parseIdentifier(options.scheme, options.identifier);
      requireFree(options.out, options.force);
      const { wallet, ledger } = await context.actor();
      const consent = {
        legalName,
        scheme: entry.scheme,
        identifier: entry.identifier,
        key: wallet.address,
        roles: toBits(KEY_ROLES, KEY_ROLES),
        payoutAccount:
          options.payoutAccount === undefined ? wallet.address : parseAddress(options.payoutAccount, '--payout-account'),
        payoutMinimum: context.parseMoney(options.payoutMinimum),
        nonce: await ledger.members.nonces(wallet.address),
        deadline: BigInt(await daysFromNow(ledger, parseId(options.validDays))),
      };
      const signature = await signAdmission(wallet, context.deployment, consent);
      const request = { ...consent, signature };
      const text = JSON.stringify(request, (_, value) => (typeof value === 'bigint' ? value.toString() : value), 2);
      writeResult(options.out, `${text}\n`, options.force);
      noteUnchecked(context, entry);
      context.print(
        request,
        `request of ${legalName}, ${entry.scheme} ${entry.identifier}, written to ${options.out}; give it to a notary`,
      );
    });
}
