import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { useFormat } from '../../texts/format.js';
import { useTexts } from '../../texts/language.js';
import { type Column, DataTable } from './data-table.js';
import { MemberLink, To } from './names.js';

type Payout = Pick<AnswerOf<'payouts'>, 'id' | 'member' | 'kind' | 'amount' | 'time' | 'failed'>;

/** Payouts, each with a link to what makes it up. */
export function PayoutTable({ payouts, withMember = true }: { payouts: readonly Payout[]; withMember?: boolean }) {
  const { common, payouts: texts } = useTexts();
  const format = useFormat();
  const columns: Column<Payout>[] = [
    { header: common.date, cell: ({ id, time }) => <To href={`/payouts/${id}`}>{format.time(time)}</To> },
    ...(withMember ? [{ header: texts.to, cell: ({ member }: Payout) => <MemberLink member={member} /> }] : []),
    { header: texts.kind, cell: ({ failed, kind }) => (failed ? texts.failed : texts.kinds[kind]) },
    { header: common.amount, numeric: true, cell: ({ amount }) => format.money(amount) },
  ];
  return <DataTable caption={texts.title} columns={columns} rows={payouts} keyOf={({ id }) => id} />;
}
