import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import type { Ledger } from '../../sdk/ledger.js';
import { act } from '../act.js';
import { parseId } from '../arguments.js';
import { daysFromNow } from '../chain-time.js';
import { defineCommand } from '../define-command.js';
import { formatTime } from '../format-time.js';

/** What an auditor can halt: by what it is called, where it stands, and what then rests. */
interface Freezable {
  what: 'member' | 'dataset' | 'grant';
  contract: (ledger: Ledger) => Ledger['members'] | Ledger['datasets'] | Ledger['grants'];
  rests: string;
  noun: string;
}

const FREEZABLE = {
  member: {
    what: 'member',
    noun: 'member',
    contract: (ledger) => ledger.members,
    rests: 'no acts, no new rights, no payout; credits go on',
  },
  dataset: {
    what: 'dataset',
    noun: 'dataset',
    contract: (ledger) => ledger.datasets,
    rests: 'no versions, sales or transfer; grants and money go on',
  },
  access: {
    what: 'grant',
    noun: 'access',
    contract: (ledger) => ledger.grants,
    rests: 'it allows nothing, and ends as much later',
  },
} as const satisfies Record<string, Freezable>;

const LONGEST_DAYS = 30;

/** `genba member freeze`, `genba dataset freeze`, `genba access freeze`, and the same with `unfreeze`. */
export function freezing(name: keyof typeof FREEZABLE): (noun: Command) => void {
  const { contract, noun, rests, what }: Freezable = FREEZABLE[name];
  const freeze = defineCommand({
    verb: 'freeze',
    does: `halt a ${what} for a time under a case number: ${rests} (auditor)`,
    args: { [`<${what}>`]: `${what} id` },
    needs: { '--case <number>': `the case; it can freeze a ${what} twice` },
    options: { '--days <days>': ['how long, at most 30 days', String(LONGEST_DAYS)] },
    examples: [`genba --key auditor ${noun} freeze 3 --case 2026-017 --days 14`],
    async run(context, options: { case: string; days: string }, subject: string) {
      const id = parseId(subject);
      const days = parseId(options.days);
      if (days > LONGEST_DAYS) {
        throw new LedgerError('BAD_ARGUMENT', { argument: '--days', problem: `a freeze is for at most ${LONGEST_DAYS} days.` });
      }
      const until = await daysFromNow(await context.reader(), days);
      await act(context, ({ gas, ledger }) => contract(ledger).freeze(id, options.case, until, gas), [
        { [`${what}Id`]: id, caseNumber: options.case, until },
        `${what} ${id} is frozen until ${formatTime(until)} under case ${options.case}: ${rests}`,
      ]);
    },
  });
  const unfreeze = defineCommand({
    verb: 'unfreeze',
    does: `end the freeze of a ${what} before its time (auditor)`,
    args: { [`<${what}>`]: `${what} id` },
    needs: { '--case <number>': 'the case under which it is lifted' },
    examples: [`genba --key auditor ${noun} unfreeze 3 --case 2026-017`],
    async run(context, options: { case: string }, subject: string) {
      const id = parseId(subject);
      await act(context, ({ gas, ledger }) => contract(ledger).liftFreeze(id, options.case, gas), [
        { [`${what}Id`]: id, caseNumber: options.case },
        `the freeze of ${what} ${id} is lifted under case ${options.case}`,
      ]);
    },
  });
  return (parent) => {
    freeze(parent);
    unfreeze(parent);
  };
}
