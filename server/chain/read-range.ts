import { LedgerError } from '../../sdk/errors.js';
import { compareBloom, mayHoldAny } from './bloom.js';
import type { Decode } from './decode.js';
import type { LedgerEvent } from './ledger-event.js';
import type { ChainNode, Header } from './node.js';
import type { RawLog } from './raw-log.js';

/** A range of the chain: every block of it, and its events in order. */
export interface Range {
  headers: Header[];
  events: LedgerEvent[];
}

/**
 * Reads a range of blocks, and believes nothing that does not fit together: each block names the one before as its parent, each log names a
 * block of the range, and a block's logs explain its bloom filter. Where ours do not, all logs of that block are asked for by its hash, and
 * those must.
 *
 * @param node - Where to read.
 * @param decode - Turns logs into events.
 * @param from - First block.
 * @param to - Last block.
 * @param parentHash - Hash of the block before `from`; absent when the caller looks at that itself.
 * @throws `LINK_BROKEN` when a block does not link, `LOGS_WRONG` when logs and headers contradict each other, `EVENT_UNKNOWN` for a log of ours
 * that nothing describes.
 */
export async function readRange(node: ChainNode, decode: Decode, from: number, to: number, parentHash?: string): Promise<Range> {
  // First the headers: a node that does not have the last block yet must not be asked for logs, for it would answer with those that it has.
  const headers = await node.headers(from, to);
  requireLinks(headers, parentHash);
  const byBlock = Map.groupBy(await node.logs(from, to), (log) => log.blockNumber);
  for (const block of byBlock.keys()) if (block < from || block > to) throw wrong(block, `they came for blocks ${from} to ${to}`);
  const events: LedgerEvent[] = [];
  for (const header of headers) {
    const logs = await logsOf(node, header, byBlock.get(header.number) ?? []);
    for (const log of logs) events.push(decode(log, header));
  }
  return { headers, events };
}

/** @throws `LINK_BROKEN` unless each block names the one before. */
export function requireLinks(headers: readonly Header[], parentHash?: string): void {
  let expected = parentHash;
  for (const { hash, number, parentHash: actual } of headers) {
    if (expected !== undefined && actual !== expected) throw new LedgerError('LINK_BROKEN', { block: number, expected, actual });
    expected = hash;
  }
}

/** A block's logs of ours in order, each once. */
async function logsOf(node: ChainNode, header: Header, given: readonly RawLog[]): Promise<RawLog[]> {
  const logs = inOrder(header, given);
  if (isWhole(header, logs) || (logs.length === 0 && !mayHoldAny(header.logsBloom, node.addresses))) return logs;
  // Others have logs there too, or some of ours are missing: all of them together tell.
  const all = inOrder(header, await node.logsOf(header.hash));
  if (!isWhole(header, all)) throw wrong(header.number, 'they do not make the bloom filter of the block');
  return all.filter(({ address }) => node.addresses.has(address.toLowerCase()));
}

/** Whether these are all logs of a block, by its bloom filter and by their numbers. */
function isWhole(header: Header, logs: readonly RawLog[]): boolean {
  const verdict = compareBloom(header.logsBloom, logs);
  if (verdict === 'wrong') throw wrong(header.number, 'its bloom filter does not hold one of them');
  return verdict === 'exact' && logs.every((log, i) => log.logIndex === i);
}

function inOrder(header: Header, given: readonly RawLog[]): RawLog[] {
  const logs = given.toSorted((a, b) => a.logIndex - b.logIndex);
  const once: RawLog[] = [];
  for (const log of logs) {
    if (log.blockHash !== header.hash) {
      throw new LedgerError('LINK_BROKEN', { block: header.number, expected: header.hash, actual: log.blockHash });
    }
    const before = once.at(-1);
    if (before === undefined || before.logIndex !== log.logIndex) once.push(log);
    else if (!isSame(before, log)) throw wrong(header.number, `two of them have the index ${log.logIndex}`);
  }
  return once;
}

function isSame(one: RawLog, other: RawLog): boolean {
  return (
    one.address === other.address &&
    one.data === other.data &&
    one.transactionHash === other.transactionHash &&
    one.topics.join() === other.topics.join()
  );
}

function wrong(block: number, problem: string): LedgerError {
  return new LedgerError('LOGS_WRONG', { block, problem });
}
