import type { AsOf } from '../../../sdk/api/client.js';
import type { Cell, Column } from './columns.js';

/** Turns rows into the bytes of a file, piece by piece; holds no more than a piece. */
export interface FileWriter {
  /** What these rows add to the file; nothing yet where a piece is not full. */
  add(rows: readonly Cell[][]): Uint8Array | string;
  /** The rest. */
  end(): Uint8Array | string;
}

/** Begins a file. */
export type OpenFile = (columns: readonly Column[], asOf: AsOf) => FileWriter;
