import { setImmediate as letOthers } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { AsOf } from '../../../sdk/api/client.js';
import type { Endpoint } from '../../../sdk/api/endpoint.js';
import { AS_OF_HEADERS, type FileFormat, MEDIA_TYPES } from '../../../sdk/api/formats.js';
import { LedgerError } from '../../../sdk/errors.js';
import type { PageOf } from '../../domain/page.js';
import type { Readers } from '../../domain/readers.js';
import type { LedgerReads, LongReads, Snapshot } from '../../domain/reads.js';
import { requireWhole } from '../parse-input.js';
import { tokenOf } from '../tokens.js';
import { writeChunk } from '../write-chunk.js';
import { cellsOf, columnsOf } from './columns.js';
import { openCsv } from './csv.js';
import type { OpenFile } from './file-writer.js';
import { openParquet } from './parquet.js';

const PAGE = 1000;
/** Who takes longer for what one page adds is cut off: the rows of one block can't be held for ever. */
const LONGEST_TAKE_MS = 60_000;

const FILES: Record<FileFormat, OpenFile> = { csv: openCsv, parquet: openParquet };

/** What is given as a file. */
export interface ExportedList {
  name: string;
  endpoint: Endpoint;
  format: FileFormat;
  pageAt(after: string | undefined, limit: number, reads: LedgerReads, at: AsOf): Promise<{ asOf: AsOf; value: PageOf<unknown> }>;
  ports: { snapshot: Snapshot; longReads: LongReads; readers: Readers };
}

/**
 * Gives a whole list as a file, page by page and no faster than it is taken. What goes wrong after the first byte breaks the transfer off, so
 * that nobody takes a part for the whole.
 *
 * @param list - Which list, in which form.
 */
export async function exportList(list: ExportedList, request: Request, response: Response): Promise<void> {
  requireWhole(request);
  const { endpoint, format, name, pageAt, ports } = list;
  const { longReads, readers } = ports;
  const columns = columnsOf(endpoint.answer);
  const token = tokenOf(request);
  const { value: key } = await ports.snapshot((reads) => readers.require(token, reads));
  await longReads.run(async (snapshot) => {
    const { value: first } = await snapshot((reads, at) => pageAt(undefined, PAGE, reads, at));
    // What is in the order of the chain ends with the block that it began at, also where pages are read one by one.
    const inOrder = 'order' in endpoint.input.shape;
    // A past block stands still.
    const oneBlock = longReads.atOneBlock || inOrder || first.asOf.asked !== undefined;
    describe(response, `${name}.${format}`, MEDIA_TYPES[format], first.asOf, oneBlock ? 'block' : 'pages');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const file = FILES[format](columns, first.asOf);
    for (let { asOf, value } = first; ; ) {
      requireSameHistory(first.asOf, asOf);
      const rows = inOrder ? value.data.filter((row) => (row as { block: number }).block <= first.asOf.block) : value.data;
      await take(response, file.add(rows.map((row) => cellsOf(columns, row))));
      if (response.destroyed) return;
      const { next } = value;
      if (next === null || rows.length < value.data.length) break;
      // Looked at again with every page: who may no longer read gets no more.
      if (key !== undefined) await ports.snapshot((reads) => readers.requireStanding(key, reads));
      ({ asOf, value } = (await snapshot((reads, at) => pageAt(next, PAGE, reads, at))).value);
    }
    await take(response, file.end());
    response.end();
  });
}

function describe(response: Response, fileName: string, mediaType: string, asOf: AsOf, reach: 'block' | 'pages'): void {
  response.setHeader('content-type', mediaType);
  response.setHeader('content-disposition', `attachment; filename="${fileName}"`);
  response.setHeader('cache-control', 'no-store');
  for (const [key, value] of Object.entries(asOf)) response.setHeader(AS_OF_HEADERS[key as keyof AsOf], String(value));
  response.setHeader(AS_OF_HEADERS.reach, reach);
}

/** Pages that are read one by one must not come from before and after a rewind. */
function requireSameHistory(first: AsOf, now: AsOf): void {
  const isOther = now.block < first.block || (now.block === first.block && now.blockHash !== first.blockHash);
  // What is as of a past block is of the very same block on every page.
  const rewound = isOther || (first.asked !== undefined && now.block !== first.block);
  if (rewound) throw new LedgerError('EXPORT_BROKEN', { problem: `the ledger went back behind block ${first.block}` });
}

async function take(response: Response, chunk: Uint8Array | string): Promise<void> {
  const timer = setTimeout(() => response.destroy(), LONGEST_TAKE_MS);
  await writeChunk(response, chunk).finally(() => clearTimeout(timer));
  // Where nothing had to be waited for, not even a database, others have their turn all the same.
  await letOthers();
}
