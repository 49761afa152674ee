import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import { ACCESS_REASONS, PURPOSES, RIGHTS } from '../../sdk/ids.js';
import { parseId, parseNames } from '../arguments.js';
import { laterTime } from '../chain-time.js';
import { createContext } from '../context.js';
import { formatEnd } from '../period.js';

interface Options {
  member?: string;
  versionId?: string;
  right: string;
  purpose: string;
}

/** Times at or beyond this have no end: the contract's largest uint32. */
const NO_END_FROM = 0xffffffff;

/** `genba access check` */
export function accessCheck(noun: Command): void {
  noun
    .command('check')
    .description('ask the chain whether a grant allows a use now')
    .argument('<grant>', 'grant id')
    .option('--member <id>', 'who asks (default: the holder)')
    .option('--version-id <id>', 'version to use (default: the one the grant starts with)')
    .option('--right <right>', `one of ${RIGHTS.join(', ')}`, 'read')
    .option('--purpose <purpose>', `one of ${PURPOSES.join(', ')}`, PURPOSES[0])
    .addHelpText('after', '\nExit code 0: allowed; 1: not.\n\nExample:\n  genba access check 7 --right read --purpose research')
    .action(async (grant: string, options: Options, command: Command) => {
      const context = createContext(command);
      const grantId = parseId(grant);
      const [right] = parseNames(options.right, RIGHTS, 'right');
      const [purpose] = parseNames(options.purpose, PURPOSES, 'purpose');
      const ledger = await context.reader();
      const held = await ledger.grants.grantOf(grantId);
      if (held.memberId === 0n) throw new LedgerError('NOT_FOUND', { what: 'grant', id: grantId });
      const memberId = options.member === undefined ? held.memberId : parseId(options.member);
      const versionId = options.versionId === undefined ? held.versionId : parseId(options.versionId);
      const at = await laterTime(ledger);
      const answer = await ledger.grants.allows(
        grantId,
        memberId,
        versionId,
        RIGHTS.indexOf(right as (typeof RIGHTS)[number]),
        PURPOSES.indexOf(purpose as (typeof PURPOSES)[number]),
        at,
      );
      const reason = ACCESS_REASONS[Number(answer.reason)];
      const allowed = reason === 'allowed';
      const until = Number(answer.until) >= NO_END_FROM ? null : Number(answer.until);
      context.print(
        { grantId, allowed, reason, until: allowed ? until : undefined },
        allowed
          ? `grant ${grantId} allows ${right}${until === null ? '' : ` until ${formatEnd(until)}`}`
          : `grant ${grantId} does not allow ${right}: ${reason}`,
      );
      if (!allowed) process.exitCode = 1;
    });
}
