import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type { ListName } from '../../sdk/api/client.js';
import { type AnswerOf, ENDPOINTS } from '../../sdk/api/endpoints.js';
import { cellsOf, columnsOf } from '../../server/http/export/columns.js';

/** A file as it came: its columns, and its rows as text; null: nothing. */
export interface ReadFile {
  columns: string[];
  rows: (string | null)[][];
}

/** Reads RFC 4180, by a reader of its own; a cell without quotes and letters is nothing. */
export function readCsv(text: string): ReadFile {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  for (let at = 0; at < text.length; ) {
    let cell: string | null = '';
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('a quote has no end');
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      const end = at + (/[,\r]/.exec(text.slice(at, at + 100_000))?.index ?? 0);
      cell = end === at ? null : text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ',') at++;
    else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`neither a comma nor a line end at ${at}`);
  }
  if (row.length > 0) throw new Error('the last line has no end');
  const [columns = [], ...rest] = rows;
  return { columns: columns.map(String), rows: rest };
}

/** Reads Parquet by the reader library. */
export async function readParquet(bytes: ArrayBuffer): Promise<ReadFile & { said: Record<string, string>; groups: number }> {
  const { key_value_metadata = [], row_groups, schema } = parquetMetadata(bytes);
  const columns = schema.slice(1).map((one) => one.name);
  const objects = await parquetReadObjects({ file: bytes });
  const rows = objects.map((one) =>
    columns.map((name) => (one[name] === null || one[name] === undefined ? null : String(one[name]))),
  );
  return {
    columns,
    rows,
    groups: row_groups.length,
    said: Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value ?? ''])),
  };
}

/** What a file is to show of answers. */
export function asFile<Name extends ListName>(name: Name, answers: readonly AnswerOf<Name>[]): ReadFile {
  const columns = columnsOf(ENDPOINTS[name].answer);
  const rows = answers.map((one) => cellsOf(columns, one).map((cell) => (cell === null ? null : String(cell))));
  return { columns: columns.map((one) => one.name), rows };
}
