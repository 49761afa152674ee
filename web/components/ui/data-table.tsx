import type { Key, ReactNode } from 'react';
import classes from './data-table.module.css';

/** A column of a table. */
export interface Column<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand on the right. */
  numeric?: boolean;
}

/** A table; on a narrow screen each row becomes a card. The roles are named because a browser forgets them when a table is drawn as blocks. */
export function DataTable<Row>({
  caption,
  columns,
  foot,
  keyOf,
  rows,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => Key;
  /** A last row of sums: one cell per column. */
  foot?: readonly ReactNode[] | undefined;
}) {
  const classOf = ({ numeric }: Column<Row>) => (numeric ? classes.numeric : undefined);
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: see above.
    <table className={classes.table} role="table" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.header} scope="col" role="columnheader" className={classOf(column)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row">
            {columns.map((column) => (
              <td key={column.header} role="cell" data-label={column.header} className={classOf(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {foot !== undefined && (
        <tfoot role="rowgroup">
          <tr role="row">
            {columns.map((column, index) => (
              <td key={column.header} role="cell" data-label={column.header} className={classOf(column)}>
                {foot[index]}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}
