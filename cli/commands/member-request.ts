import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { KEY_ROLES, toBits } from '../../sdk/ids.js';
import { signAdmission } from '../../sdk/signing.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';

interface Options {
  legalName: string;
  scheme: string;
  identifier: string;
  payoutAccount?: string;
  payoutMinimum: string;
  validDays: string;
  out: string;
}

/** `genba member request` */
export function memberRequest(noun: Command): void {
  noun
    .command('request')
    .description('sign a request for admission with your first key; a notary admits it')
    .requiredOption('--legal-name <name>', 'name in the register')
    .requiredOption('--scheme <scheme>', 'register number scheme: LEI, EUID, VAT, KR-BRN, JP-CN')
    .requiredOption('--identifier <number>', 'register number')
    .option('--payout-account <address>', 'where to be paid (default: the key)')
    .option('--payout-minimum <amount>', 'least payout that others may trigger', '0')
    .option('--valid-days <days>', 'days that the signature is good', '30')
    .requiredOption('--out <file>', 'file to write')
    .addHelpText(
      'after',
      '\nExample:\n  genba member request --key works --legal-name "Hanbit Precision Co., Ltd." --scheme KR-BRN --identifier 2208162517 --out request.json',
    )
    .action(async (options: Options, command: Command) => {
      const context = createContext(command);
      const { wallet, ledger } = await context.actor();
      const consent = {
        legalName: options.legalName,
        scheme: options.scheme,
        identifier: options.identifier.replaceAll(/\s/g, '').toUpperCase(),
        key: wallet.address,
        roles: toBits(KEY_ROLES, KEY_ROLES),
        payoutAccount: options.payoutAccount ?? wallet.address,
        payoutMinimum: context.parseMoney(options.payoutMinimum),
        nonce: await ledger.members.nonces(wallet.address),
        deadline: BigInt(Math.floor(Date.now() / 1000) + parseId(options.validDays) * 86_400),
      };
      const signature = await signAdmission(wallet, context.deployment, consent);
      const request = { ...consent, signature };
      const text = JSON.stringify(request, (_, value) => (typeof value === 'bigint' ? value.toString() : value), 2);
      writeFileSync(options.out, `${text}\n`);
      context.print(request, `request of ${options.legalName} written to ${options.out}; give it to a notary`);
    });
}
