import type { Api, Input, Page } from '../sdk/api/client.js';
import { unpackEntry } from '../sdk/entry.js';
import type { Wanted } from '../sdk/proofs/prove.js';

/** Most distributions of a payout, and most purchases of a distribution, that go into a bundle with it. */
const MOST_BEHIND = 20;

/** Events to prove, and how many that belong to them are left out. */
export interface Behind {
  wanted: Wanted[];
  leftOut: number;
}

/** One event as the index keeps it. */
export type IndexedEvent = Page<'events'>['data'][number];

/**
 * Finds what explains events: the distributions behind a payout, the purchases behind a distribution, who its payees are, and the names of
 * all members. The index only says where to look; each of them is proven like the event itself.
 *
 * @param api - The service.
 * @param events - What is to be explained.
 */
export async function whatLiesBehind(api: Api, events: readonly IndexedEvent[]): Promise<Behind> {
  const given = new Set(events.map(({ id }) => id));
  const found = new Map<string, IndexedEvent>();
  let leftOut = 0;
  const explain = async (event: IndexedEvent): Promise<void> => {
    if (event.type === 'PaidOut') {
      const { lines = [] } = (await api.get('payout', { id: event.id })).data;
      leftOut += Math.max(0, lines.length - MOST_BEHIND);
      for (const { distributionId } of lines.slice(-MOST_BEHIND)) await visit(await eventAt(api, distributionId));
    }
    if (event.type === 'Distributed') {
      const { data, next } = await api.page('purchases', { distribution: event.id, limit: MOST_BEHIND });
      if (next !== null) leftOut += 1;
      for (const sale of data) await visit(await saleEvent(api, sale));
      const { datasetId, received } = (await api.get('distribution', { id: event.id })).data;
      leftOut += Math.max(0, received.length - MOST_BEHIND);
      for (const { distributionId } of received.slice(0, MOST_BEHIND)) await visit(await eventAt(api, distributionId));
      await visit(await declarationOf(api, datasetId, event.args.tableId));
    }
  };
  const visit = async (event: IndexedEvent | undefined): Promise<void> => {
    if (event === undefined || given.has(event.id) || found.has(event.id)) return;
    found.set(event.id, event);
    await explain(event);
  };
  for (const event of events) await explain(event);
  for (const member of new Set([...events, ...found.values()].flatMap(membersIn))) {
    await visit(await first(api, { type: 'MemberAdmitted', member }));
  }
  return { wanted: [...found.values()].map(({ logIndex, txHash }) => ({ txHash, logIndex })), leftOut };
}

async function first(api: Api, filter: Input<'events'>): Promise<IndexedEvent | undefined> {
  return (await api.page('events', { ...filter, limit: 1 })).data[0];
}

/** The event of a sale; one transaction may hold several. */
async function saleEvent(api: Api, { grantId, txHash }: Page<'purchases'>['data'][number]): Promise<IndexedEvent | undefined> {
  const { data } = await api.all('events', { tx: txHash, contract: 'AccessMarket' });
  return data.find(({ args, type }) => Number(args.grantId) === grantId && /^Access(Purchased|Renewed)$/.test(type));
}

/** The event at a place, such as 121.0. */
export async function eventAt(api: Api, place: string): Promise<IndexedEvent | undefined> {
  const [block] = place.split('.') as [string];
  const { data } = await api.all('events', { fromBlock: block, toBlock: block });
  return data.find(({ id }) => id === place);
}

/** Who the payees of a table are. */
async function declarationOf(api: Api, datasetId: number, tableId: unknown): Promise<IndexedEvent | undefined> {
  const { data } = await api.all('events', { type: 'PayeeTableDeclared', dataset: datasetId });
  return data.find((one) => one.args.tableId === tableId);
}

/** Members that an event names, or that are originators of a table. */
function membersIn({ args, type }: IndexedEvent): number[] {
  const named = [args.memberId, args.sellerId].filter((id) => id !== undefined).map(Number);
  const payees = type === 'PayeeTableDeclared' ? (args.payees as string[]).map((entry) => unpackEntry(BigInt(entry))) : [];
  return [...named, ...payees.filter((one) => one.kind === 'originator').map((one) => one.id)];
}
