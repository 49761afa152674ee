import { LedgerError } from '../../sdk/errors.js';
import type { LedgerEvent } from './ledger-event.js';
import type { ChainNode, Header, RawLog } from './node.js';

/** A stretch of the chain: its events in order, and the block with which it ends. */
export interface Stretch {
  events: LedgerEvent[];
  last: Header;
}

/**
 * Reads a range of blocks and checks that it follows what was read before.
 *
 * @param node - Where to read.
 * @param decode - Turns logs into events.
 * @param from - First block.
 * @param to - Last block.
 * @param parentHash - Hash of the block before `from`; absent at the very beginning.
 * @throws `LINK_BROKEN` when a block does not link, `EVENT_UNKNOWN` for a log of ours that nothing describes.
 */
export async function readRange(
  node: ChainNode,
  decode: (log: RawLog, header: Header) => LedgerEvent,
  from: number,
  to: number,
  parentHash: string | undefined,
): Promise<Stretch> {
  // First the last header: a node that does not have it yet must not be asked for logs, for it would answer with those that it has.
  const last = await node.header(to);
  const logs = await node.logs(from, to);
  const wanted = new Set([from, to, ...logs.map((log) => Number(log.blockNumber))]);
  const headers = new Map<number, Header>();
  headers.set(to, last);
  wanted.delete(to);
  await Promise.all([...wanted].map(async (block) => headers.set(block, await node.header(block))));
  const headerOf = (block: number) => headers.get(block) as Header;

  if (parentHash !== undefined && headerOf(from).parentHash !== parentHash) {
    throw new LedgerError('LINK_BROKEN', { block: from, expected: parentHash, actual: headerOf(from).parentHash });
  }
  for (const header of headers.values()) {
    const before = headers.get(header.number - 1);
    if (before !== undefined && before.hash !== header.parentHash) {
      throw new LedgerError('LINK_BROKEN', { block: header.number, expected: before.hash, actual: header.parentHash });
    }
  }
  const events = logs.map((log) => {
    const header = headerOf(Number(log.blockNumber));
    if (log.blockHash !== header.hash) {
      throw new LedgerError('LINK_BROKEN', { block: header.number, expected: header.hash, actual: log.blockHash });
    }
    return decode(log, header);
  });
  events.sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  return { events, last: headerOf(to) };
}
