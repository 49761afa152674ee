import type { Row } from './change-set.js';

/** Characters that mean something in COPY's text format. */
const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Rows in the text format of COPY.
 *
 * @param rows - All with the same columns.
 * @param columns - In which order.
 */
export function copyText(rows: readonly Row[], columns: readonly string[]): string {
  // Joined, a line is one string; added up piece by piece it would be a tree of many.
  const lines: string[] = [];
  const fields: string[] = [];
  for (const row of rows) {
    for (let i = 0; i < columns.length; i++) fields[i] = field(row[columns[i] as string]);
    lines.push(fields.join('\t'));
  }
  lines.push('');
  return lines.join('\n');
}

function field(value: unknown): string {
  if (typeof value === 'number') return `${value}`;
  if (value === null) return '\\N';
  if (typeof value !== 'string') return String(value);
  return SPECIAL.test(value) ? value.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] as string) : value;
}
