import { BarChart } from '../../components/ui/bar-chart.js';
import { Answer, Empty } from '../../components/ui/states.js';
import { useAll, useNetwork } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useLanguage } from '../../texts/language.js';
import { toWeeks } from './weeks.js';

/** As many weeks as are drawn. */
const MOST_WEEKS = 26;

/** What buyers paid and what members got, week by week. */
export function MoneyByWeek() {
  const { language, texts } = useLanguage();
  const format = useFormat();
  const days = useAll('days', {});
  const symbol = useNetwork().data?.token.symbol ?? '';
  const short = new Intl.DateTimeFormat(language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const { asTable } = texts.common;
  return (
    <Answer query={days}>
      {(rows) => {
        if (rows.length === 0) return <Empty>{texts.overview.noMoney}</Empty>;
        const groups = toWeeks(rows)
          .slice(-MOST_WEEKS)
          .map(({ collected, paidOut, start }) => ({
            label: short.format(start * 1000),
            // To be drawn only: a pixel stands for more than the digits that are lost.
            values: [Number(collected), Number(paidOut)],
            texts: [format.money(collected), format.money(paidOut)],
          }));
        return (
          <BarChart
            groups={groups}
            series={[texts.overview.revenue, texts.overview.payout]}
            groupName={texts.overview.week}
            note={texts.overview.moneyNote(symbol)}
            asTable={asTable}
            top={(value) => format.money(BigInt(value))}
          />
        );
      }}
    </Answer>
  );
}
