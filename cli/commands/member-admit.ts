import type { Command } from 'commander';
import { ZeroHash } from 'ethers';
import { z } from 'zod';
import { requireCanonical } from '../../sdk/identifiers.js';
import { mine } from '../../sdk/ledger.js';
import { parseLegalName } from '../../sdk/legal-name.js';
import { parseHash, parseId } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { confirm, YES, YES_FLAG } from '../confirm.js';
import { createContext } from '../context.js';
import { noteUnchecked } from '../note-unchecked.js';
import { readSigned, whole } from '../signed-file.js';

const requestSchema = z.strictObject({
  legalName: z.string(),
  scheme: z.string(),
  identifier: z.string(),
  key: z.string(),
  roles: whole,
  payoutAccount: z.string(),
  payoutMinimum: whole,
  nonce: whole,
  deadline: whole,
  signature: z.string(),
});

/** `genba member admit` */
export function memberAdmit(noun: Command): void {
  noun
    .command('admit')
    .description('admit a legal entity whose register entry you have checked (notaries)')
    .argument('<request>', "file that the company made with 'genba member request'")
    .option('--days <days>', 'days that the admission is good', '365')
    .option('--credential-hash <hash>', 'hash of the credential that proves the entry', ZeroHash)
    .option(YES_FLAG, YES[YES_FLAG])
    .addHelpText('after', '\nExample:\n  genba member admit request.json --key notary --days 365')
    .action(async (file: string, options: { days: string; credentialHash: string; yes?: boolean }, command: Command) => {
      const context = createContext(command);
      const credentialHash = parseHash(options.credentialHash, '--credential-hash');
      const { signature, ...consent } = readSigned(file, requestSchema, 'request');
      parseLegalName(consent.legalName);
      noteUnchecked(context, requireCanonical(consent.scheme, consent.identifier));
      const who = `${consent.legalName}, ${consent.scheme} ${consent.identifier}`;
      // A notary looks at what is admitted; a program has looked before.
      if (context.interactive) await confirm(context, `${who}, becomes a member`, options.yes);
      const { ledger, gas } = await context.actor();
      const validUntil = BigInt(await daysFromNow(ledger, parseId(options.days)));
      const admission = { ...consent, credentialHash, validUntil };
      const mined = await mine(ledger.members.admit(admission, signature, gas));
      const memberId = Number(mined.events.MemberAdmitted?.memberId);
      context.print({ memberId, txHash: mined.hash }, `${consent.legalName} is member ${memberId}`);
    });
}
