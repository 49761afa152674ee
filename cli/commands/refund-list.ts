import { optionalId } from '../arguments.js';
import { defineList } from '../define-list.js';
import { formatTime } from '../format-time.js';

type Options = Partial<Record<'grant' | 'member' | 'seller', string>>;

/** `genba refund list` */
export const refundList = defineList({
  verb: 'list',
  does: 'list what sellers paid back for grants that they ended early',
  options: { '--grant <id>': 'for one grant', '--member <id>': 'to one holder', '--seller <id>': 'by one seller' },
  examples: ['genba refund list --seller 3'],
  endpoint: 'refunds',
  input: ({ grant, member, seller }: Options) => ({
    grant: optionalId(grant),
    member: optionalId(member),
    seller: optionalId(seller),
  }),
  head: ['TIME', 'GRANT>', 'SELLER', 'HOLDER', 'AMOUNT>', 'ACCOUNT'],
  row: (one, context) => [
    formatTime(one.time),
    String(one.grantId),
    one.seller.legalName,
    one.holder.legalName,
    context.money(one.amount),
    one.account,
  ],
  empty: 'nothing was paid back yet',
});
