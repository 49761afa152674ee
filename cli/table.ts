import stringWidth from 'string-width';

/**
 * Lays out rows for a terminal; Korean and Japanese letters count two columns.
 *
 * @param headers - Column titles; a title that ends in `>` aligns its column to the right.
 * @param rows - Cells as text.
 */
export function layoutTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const right = headers.map((header) => header.endsWith('>'));
  const titles = headers.map((header) => header.replace(/>$/, ''));
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => stringWidth(row[column] ?? ''))));
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat(width - stringWidth(cell));
        return right[column] ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [line(titles), rule, ...rows.map(line)].join('\n');
}
