import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { MOST_HITS } from '../../sdk/api/events.js';
import { memberOfAccount } from '../../sdk/member-account.js';
import { byPlace, type PageOf, type PlacePage, toPage } from './page.js';
import type { EventFilter, EventRow, Hit, TrailReads } from './reads.js';

/**
 * The audit trail, a page.
 *
 * @param reads - At one block.
 * @param filter - Which events.
 * @param page - Which of them.
 */
export function viewEvents(reads: TrailReads, filter: EventFilter, page: PlacePage): Promise<PageOf<AnswerOf<'events'>>> {
  const read = (limit: number) => reads.listEvents(filter, { ...page, limit });
  return toPage(page.limit, read, byPlace, (rows) => rows.map(showEvent));
}

/** An event as answers show it. */
function showEvent(row: EventRow): AnswerOf<'events'> {
  return {
    id: byPlace(row),
    contract: row.contract,
    type: row.type,
    args: row.args,
    block: row.block,
    blockHash: row.block_hash,
    logIndex: row.log_index,
    time: row.block_time,
    txHash: row.tx_hash,
  };
}

/**
 * What a name, register number, address, hash or id stands for.
 *
 * @param reads - At one block.
 * @param contracts - Addresses of the deployment by name.
 * @param text - What was typed.
 */
export async function viewSearch(
  reads: TrailReads,
  contracts: Record<string, string>,
  text: string,
): Promise<AnswerOf<'search'>> {
  const word = text.trim().toLowerCase();
  if (/^0x[0-9a-f]{64}$/.test(word)) return reads.searchByHash(word);
  if (/^0x[0-9a-f]{40}$/.test(word)) {
    const memberId = memberOfAccount(word);
    const account = memberId === undefined ? [] : await accountHits(reads, memberId);
    const own = Object.entries(contracts).filter(([, address]) => address.toLowerCase() === word);
    const hits = own.map(([name, address]): Hit => ({ kind: 'contract', id: address, label: name, matched: 'address' }));
    return [...hits, ...account, ...(await reads.searchByAddress(word))];
  }
  const [, number] = /^#?(\d{1,10})$/.exec(word) ?? [];
  const byNumber = number === undefined ? [] : await reads.searchById(Number(number));
  return [...byNumber, ...(await reads.searchByText(text.trim(), MOST_HITS))];
}

async function accountHits(reads: TrailReads, id: number): Promise<Hit[]> {
  const hits = await reads.searchById(id);
  return hits.filter((hit) => hit.kind === 'member').map((hit) => ({ ...hit, matched: 'account' }));
}
