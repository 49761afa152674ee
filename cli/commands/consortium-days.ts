import { defineList } from '../define-list.js';

/** `genba consortium days` */
export const consortiumDays = defineList({
  verb: 'days',
  does: 'list what came in and went out by day (UTC)',
  examples: ['genba consortium days'],
  endpoint: 'days',
  head: ['DAY', 'SALES>', 'CAME IN>', 'FEES>', 'PAID BACK>', 'PAID OUT>'],
  row: (one, context) => [
    one.day,
    String(one.sales),
    ...[one.collected, one.fees, one.refunded, one.paidOut].map((amount) => context.money(amount)),
  ],
  empty: 'no money has moved yet',
});
