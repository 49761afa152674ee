import { Table } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import classes from './bar-chart.module.css';

const HEIGHT = 220;
const LEFT = 8;
const TOP = 20;
const BOTTOM = 24;
/** Labels under the bars stand this far apart at least. */
const LABEL_WIDTH = 78;

/** A group of bars: one for each series. */
export interface BarGroup {
  /** Under its bars. */
  label: string;
  /** In the table; no two have the same. */
  name: string;
  values: readonly number[];
  /** As the table twin writes the values. */
  texts: readonly string[];
}

/**
 * Bars by group, drawn, and the same as a table. Two small series need no charting library: those at hand weigh more than the rest of the page.
 *
 * @param series - The names of the series; the first two colours are theirs.
 * @param most - So many groups are drawn, the last ones; the table has all.
 */
export function BarChart({
  asTable,
  groupName,
  groups,
  most,
  note,
  series,
}: {
  groups: readonly BarGroup[];
  series: readonly string[];
  groupName: string;
  note: string;
  asTable: string;
  most: number;
}) {
  const id = useId();
  const { ref, width } = useElementSize();
  const drawn = groups.slice(-most);
  const highest = Math.max(1, ...drawn.flatMap(({ values }) => values));
  const top = drawn.flatMap(({ texts, values }) => texts.filter((_, position) => values[position] === highest))[0];
  const slot = (width - LEFT) / Math.max(1, drawn.length);
  const bar = Math.min(22, (slot * 0.72) / series.length);
  const heightOf = (value: number) => ((HEIGHT - TOP - BOTTOM) * value) / highest;
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / slot));
  return (
    <figure className={classes.figure} ref={ref}>
      <svg width={width} height={HEIGHT} role="img" aria-labelledby={id} className={classes.chart}>
        <title>{`${series.join(', ')}: ${note}`}</title>
        <line x1={0} x2={width} y1={TOP} y2={TOP} className={classes.grid} />
        <line x1={0} x2={width} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className={classes.axis} />
        <text x={0} y={TOP - 6} className={classes.label}>
          {top}
        </text>
        {drawn.map((group, index) => {
          const left = LEFT + index * slot + (slot - bar * series.length) / 2;
          return (
            <g key={group.name}>
              {group.values.map((value, position) => (
                <rect
                  key={series[position]}
                  className={position === 0 ? classes.first : classes.second}
                  x={left + position * bar}
                  y={HEIGHT - BOTTOM - heightOf(value)}
                  width={Math.max(1, bar - 1.5)}
                  height={heightOf(value)}
                  rx={1.5}
                />
              ))}
              {index % every === 0 && (
                <text
                  // The last one ends with the drawing.
                  x={Math.min(LEFT + index * slot + slot / 2, width - LABEL_WIDTH / 3)}
                  y={HEIGHT - 8}
                  className={classes.label}
                  textAnchor="middle"
                >
                  {group.label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption id={id} className={classes.caption}>
        {series.map((name, position) => (
          <span key={name} className={classes.key}>
            <span className={position === 0 ? classes.firstKey : classes.secondKey} aria-hidden="true" /> {name}
          </span>
        ))}
        <span>{note}</span>
      </figcaption>
      <details className={classes.details}>
        <summary>{asTable}</summary>
        <Table fz="sm" verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{groupName}</Table.Th>
              {series.map((name) => (
                <Table.Th key={name} ta="end">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {groups.map((group) => (
              <Table.Tr key={group.name}>
                <Table.Td>{group.name}</Table.Td>
                {group.texts.map((text, position) => (
                  <Table.Td key={series[position]} ta="end">
                    {text}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  );
}
