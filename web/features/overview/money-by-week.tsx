import { BarChart } from '../../components/ui/bar-chart.js';
import { Answer, Empty } from '../../components/ui/states.js';
import { useAll, useNetwork } from '../../data/api.js';
import { useFormat } from '../../texts/format.js';
import { useLanguage } from '../../texts/language.js';
import { toWeeks } from './weeks.js';

/** As many weeks as are drawn; the table has all. */
const MOST_WEEKS = 26;

/** What datasets earned and what members got, week by week. */
export function MoneyByWeek() {
  const { language, texts } = useLanguage();
  const format = useFormat();
  const days = useAll('days', {});
  const symbol = useNetwork().data?.token.symbol ?? '';
  const full = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const short = new Intl.DateTimeFormat(language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
  const { asTable } = texts.common;
  return (
    <Answer query={days}>
      {(rows) => {
        if (rows.length === 0) return <Empty>{texts.overview.noMoney}</Empty>;
        const groups = toWeeks(rows).map(({ paidOut, revenue, start }) => ({
          label: short.format(start * 1000),
          name: full.format(start * 1000),
          // To be drawn only: a pixel stands for more than the digits that are lost.
          values: [Number(revenue), Number(paidOut)],
          texts: [format.money(revenue), format.money(paidOut)],
        }));
        return (
          <BarChart
            groups={groups}
            series={[texts.overview.revenue, texts.overview.payout]}
            groupName={texts.overview.week}
            note={
              groups.length > MOST_WEEKS
                ? `${texts.overview.moneyNote(symbol)} · ${texts.overview.drawn(MOST_WEEKS)}`
                : texts.overview.moneyNote(symbol)
            }
            asTable={asTable}
            most={MOST_WEEKS}
          />
        );
      }}
    </Answer>
  );
}
