import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

interface Options {
  member?: string;
  kind?: string;
  failed?: boolean;
}

/** `genba payout history` */
export const payoutHistory = defineList({
  verb: 'history',
  does: 'list all payouts in the order of the chain',
  options: {
    '--member <id>': 'to one member',
    '--kind <kind>': 'credit or fee',
    '--failed': 'only those that the token refused',
  },
  examples: ['genba payout history --newest --limit 20', 'genba payout history --failed'],
  endpoint: 'payouts',
  input: ({ failed, kind, member }: Options) => ({ member: optionalId(member), kind, failed }),
  head: ['ID', 'TIME', 'MEMBER>', 'COMPANY', 'AMOUNT>', 'KIND', 'ACCOUNT'],
  row: (one, context) => [
    one.id,
    formatTime(one.time),
    String(one.member.id),
    one.member.legalName,
    context.money(one.amount),
    one.failed ? `${one.kind}, REFUSED` : one.kind,
    one.account,
  ],
  empty: 'no payout',
});
