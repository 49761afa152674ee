import { z } from 'zod';

/** In which form a list may be asked for: pages of JSON, or the whole of it as a file. */
export const FORMATS = ['json', 'csv', 'parquet'] as const;

/** A form in which the whole list is given. */
export type FileFormat = Exclude<(typeof FORMATS)[number], 'json'>;

/** What a query of a list says of it. */
export const format = z
  .enum(FORMATS)
  .default('json')
  .meta({ description: '`csv`, `parquet`: the whole list as a file, without `limit` and `after`; see docs/exports.md' });

/** Media types of files. */
export const MEDIA_TYPES = {
  csv: 'text/csv; charset=utf-8; header=present',
  parquet: 'application/vnd.apache.parquet',
} as const satisfies Record<FileFormat, string>;

/** Headers that say what a file is true for. */
export const AS_OF_HEADERS = {
  block: 'genba-as-of-block',
  blockHash: 'genba-as-of-hash',
  blockTime: 'genba-as-of-time',
  /** The past block that was asked for; absent: none was. */
  asked: 'genba-as-of-asked',
  /** `block`: every row is true for that block; `pages`: rows were read page by page while the ledger went on, from that block on. */
  reach: 'genba-as-of',
} as const;
