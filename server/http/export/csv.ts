import type { Cell } from './columns.js';
import type { OpenFile } from './file-writer.js';

const LINE_END = '\r\n';
/** What a spreadsheet may take for a formula, in the letters of Korea and Japan too, or what looks as if it was guarded already. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+$/;

/**
 * Begins a file of comma-separated values (RFC 4180), with a header. Nothing is an empty cell, an empty text is `""`. Names and titles come from
 * members: one that a spreadsheet would run as a formula gets an apostrophe in front.
 */
export const openCsv: OpenFile = (columns) => {
  let header = line(columns.map((column) => column.name));
  const after = (text: string) => {
    const all = header + text;
    header = '';
    return all;
  };
  return { add: (rows) => after(rows.map(line).join('')), end: () => after('') };
};

function line(cells: readonly Cell[]): string {
  return cells.map(show).join(',') + LINE_END;
}

function show(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
