import { id } from 'ethers';
import { sql } from 'kysely';
import type { LedgerEvent } from '../../server/chain/ledger-event.js';
import type { Header } from '../../server/chain/node.js';
import { readCursor } from '../../server/store/cursor.js';
import type { StorePlace } from '../../server/store/engine.js';
import { openStoreOrRefuse } from '../../server/store-place.js';
import { writeBlocks } from './fill-store.js';

const BLOCK_MS = 1_000;
const SALES = 5;
const PERIOD = 30n * 86_400n;

/** What an offer is of now. */
interface Offer {
  id: number;
  price: string;
  version_id: number;
  table_id: number;
}

/**
 * Lets the ledger go on as it would beside a service: each second a block in which members buy, written by the indexer's writing.
 *
 * @returns Ends it.
 */
export async function writeNextBlocks(place: StorePlace): Promise<{ stop(): Promise<void>; blocks(): number }> {
  const store = await openStoreOrRefuse(place);
  const { rows: offers } = await sql<Offer>`
    select o.id, o.price::text, v.id as version_id, v.table_id from offers o join terms t on t.id = o.terms_id
    join datasets d on d.id = t.dataset_id join versions v on v.id = d.current_version_id where o.id <= 1000 order by o.id`.execute(
    store.db,
  );
  const { rows } = await sql<{ last: number }>`select max(id) as last from grants`.execute(store.db);
  let grant = (rows[0] as { last: number }).last;
  let written = 0;
  let stopped = false;
  const sell = (at: number, block: Header, { id: offer, price, table_id, version_id }: Offer): LedgerEvent[] => {
    grant++;
    const [memberId, amount, time] = [BigInt(1 + (grant % 5_000)), BigInt(price), BigInt(block.time)];
    const ids = { grantId: BigInt(grant), memberId, offerId: BigInt(offer), versionId: BigInt(version_id) };
    const paid = { tableId: BigInt(table_id), memberId, grantId: ids.grantId, market: '0x', amount, fee: amount / 100n };
    const deeds = [
      {
        contract: 'AccessGrants',
        type: 'GrantIssued',
        args: { ...ids, termsId: ids.offerId, market: 0n, units: 0n, start: time, end: time + PERIOD },
      },
      { contract: 'AccessMarket', type: 'AccessPurchased', args: { ...ids, tableId: paid.tableId, amount, units: 0n } },
      { contract: 'RevenueLedger', type: 'RevenueCollected', args: paid },
    ];
    const where = { block: block.number, blockHash: block.hash, blockTime: block.time, txHash: id(`sale ${grant}`) };
    return deeds.map((deed, i) => ({ ...where, logIndex: at + i, ...deed }) as unknown as LedgerEvent);
  };
  const write = async () => {
    const head = await readCursor(store.db);
    if (head === undefined) throw new Error('the store was never filled');
    const number = head.block + 1;
    const header = { number, hash: id(`block ${number}`), time: head.block_time + 1 } as Header;
    const events = Array.from({ length: SALES }, (_, i) =>
      sell(3 * i, header, offers[(grant + i) % offers.length] as Offer),
    ).flat();
    await writeBlocks(store, head, [{ header, events }], true);
    written++;
  };
  const going = (async () => {
    while (!stopped) {
      const started = performance.now();
      await write();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, BLOCK_MS - (performance.now() - started))));
    }
  })();
  return {
    blocks: () => written,
    async stop() {
      stopped = true;
      await going.finally(() => store.close());
    },
  };
}
