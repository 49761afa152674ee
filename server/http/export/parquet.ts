import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell, Column, ColumnKind } from './columns.js';
import type { OpenFile } from './file-writer.js';

/** A row group ends with so many rows, or so many characters of text: it is what is held in memory. */
const GROUP_ROWS = 2_000;
const GROUP_CHARACTERS = 4_000_000;

/** Whole numbers fit into 64 bits; amounts are text, for they may not. */
const TYPES: Record<ColumnKind, Pick<SchemaElement, 'type' | 'converted_type'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  boolean: { type: 'BOOLEAN' },
};

/** Begins a Parquet file. It says in its own metadata which block it is true for. */
export const openParquet: OpenFile = (columns, asOf) => {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    kvMetadata: Object.entries(asOf).map(([key, value]) => ({ key: `genba.asOf.${key}`, value: String(value) })),
    createdBy: 'genba-ledger',
  });
  let waiting: Cell[][] = [];
  let characters = 0;
  const writeGroup = (): void => {
    if (waiting.length === 0) return;
    const columnData = columns.map(({ kind, name }, at) => ({
      name,
      data: waiting.map((row) => (kind === 'integer' && row[at] !== null ? BigInt(row[at] as number) : row[at])),
    }));
    // All of it is in memory, so nothing is waited for.
    void file.write({ columnData, rowGroupSize: waiting.length });
    waiting = [];
    characters = 0;
  };
  /** Takes what was written out of the buffer; places in the file count on. */
  const take = (): Uint8Array => {
    const taken = bytes.getBytes().slice();
    bytes.index = 0;
    return taken;
  };
  return {
    add(rows) {
      for (const row of rows) {
        waiting.push(row);
        for (const cell of row) if (typeof cell === 'string') characters += cell.length;
        if (waiting.length >= GROUP_ROWS || characters >= GROUP_CHARACTERS) writeGroup();
      }
      return take();
    },
    end() {
      writeGroup();
      void file.finish();
      return take();
    },
  };
};

function elementOf({ kind, name, optional }: Column): SchemaElement {
  return { name, ...TYPES[kind], repetition_type: optional ? 'OPTIONAL' : 'REQUIRED' };
}
