import { defineList } from '../define-list.js';

/** `genba member accounts` */
export const memberAccounts = defineList({
  verb: 'accounts',
  does: 'list what each member was credited and paid',
  examples: ['genba member accounts', 'genba member accounts --as-of 1200'],
  endpoint: 'accounts',
  head: ['MEMBER>', 'COMPANY', 'CREDITED>', 'PAID>', 'CREDIT>'],
  row: ({ credit, credited, member, paid }, context) => [
    String(member.id),
    member.legalName,
    context.money(credited),
    context.money(paid),
    context.money(credit),
  ],
  empty: 'no account',
});
