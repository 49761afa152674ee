import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { ZeroHash } from 'ethers';
import { z } from 'zod';
import { LedgerError } from '../../sdk/errors.js';
import { requireCanonical } from '../../sdk/identifiers.js';
import { mine } from '../../sdk/ledger.js';
import { parseLegalName } from '../../sdk/legal-name.js';
import { parseId } from '../arguments.js';
import { createContext } from '../context.js';
import { noteUnchecked } from '../note-unchecked.js';

const whole = z.string().regex(/^\d+$/).transform(BigInt);
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

const SECONDS_PER_DAY = 86_400;

/** `genba member admit` */
export function memberAdmit(noun: Command): void {
  noun
    .command('admit')
    .description('admit a legal entity whose register entry you have checked (notaries)')
    .argument('<request>', "file that the company made with 'genba member request'")
    .option('--days <days>', 'days that the admission is good', '365')
    .option('--credential-hash <hash>', 'hash of the credential that proves the entry', ZeroHash)
    .addHelpText('after', '\nExample:\n  genba member admit request.json --key notary --days 365')
    .action(async (file: string, options: { days: string; credentialHash: string }, command: Command) => {
      const context = createContext(command);
      const { signature, ...consent } = readRequest(file);
      parseLegalName(consent.legalName);
      noteUnchecked(context, requireCanonical(consent.scheme, consent.identifier));
      const { ledger, gas } = await context.actor();
      const validUntil = BigInt(Math.floor(Date.now() / 1000) + parseId(options.days) * SECONDS_PER_DAY);
      const admission = { ...consent, credentialHash: options.credentialHash, validUntil };
      const mined = await mine(ledger.members.admit(admission, signature, gas));
      const memberId = Number(mined.events.MemberAdmitted?.memberId);
      context.print({ memberId, txHash: mined.hash }, `${consent.legalName} is member ${memberId}`);
    });
}

function readRequest(file: string): z.output<typeof requestSchema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new LedgerError('FILE_UNREADABLE', { file, problem: (error as NodeJS.ErrnoException).code });
  }
  try {
    return requestSchema.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new LedgerError('FILE_UNREADABLE', { file, problem: `it is no request: ${problem}` });
  }
}
