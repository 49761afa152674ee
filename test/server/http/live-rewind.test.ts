import { expect } from 'chai';
import { type Message, readStream } from '../../../cli/read-stream.js';
import type { Sync } from '../../../server/indexer/sync.js';
import { createRandom } from '../../differential/random.js';
import { type ChainPlayer, playChain } from '../../support/chain-player.js';
import { openPlayedIndex, type PlayedIndex } from '../../support/played-index.js';
import { recordChain } from '../../support/recorded-chain.js';
import { type StoreService, serveStore } from '../../support/store-service.js';

const SEED = Date.now() % 1_000_000;

/** A reader of the live events that is told when the chain turns. */
describe(`live events of a chain that turns (seed ${SEED})`, function () {
  this.timeout(60_000);
  let player: ChainPlayer;
  let index: PlayedIndex;
  let sync: Sync;
  let served: StoreService;
  const listeners = new Set<() => void>();

  before(async () => {
    const record = await recordChain();
    player = await playChain(record, createRandom(SEED), 100);
    index = await openPlayedIndex(record, player, () => {
      for (const listener of listeners) listener();
    });
    sync = await index.start();
    await sync.reached(player.head());
    const feed = {
      subscribe(onNews: () => void) {
        listeners.add(onNews);
        return () => listeners.delete(onNews);
      },
    };
    served = await serveStore({ store: index.store, feed });
  });
  after(async () => {
    await sync.stop();
    await served.close();
    await player.close();
  });

  /** Follows the stream; what a `rewind` makes void is forgotten. */
  async function follow(last?: string) {
    const stop = new AbortController();
    const headers = last === undefined ? {} : { 'last-event-id': last };
    const response = await fetch(`${served.url}/events/live`, { headers, signal: stop.signal });
    const seen: { events: string[]; rewinds: number[]; last: string } = { events: [], rewinds: [], last: last ?? '' };
    const take = ({ data, event, id }: Message) => {
      seen.last = id;
      const block = Number(id.split('.')[0]);
      if (event !== 'rewind') seen.events.push(data);
      else {
        seen.rewinds.push(JSON.parse(data).block);
        seen.events = seen.events.filter((one) => JSON.parse(one).block <= block);
      }
    };
    const ended = readStream(response.body as ReadableStream<Uint8Array>, take).catch(() => {});
    return {
      seen,
      async stop() {
        stop.abort();
        await ended;
      },
    };
  }
  /** All events after a block, as the API has them now. */
  async function eventsAfter(block: number): Promise<string[]> {
    const response = await fetch(`${served.url}/events?fromBlock=${block + 1}&limit=1000`);
    return ((await response.json()) as { data: object[] }).data.map((one) => JSON.stringify(one));
  }
  async function until(holds: () => Promise<boolean>): Promise<void> {
    for (const started = Date.now(); !(await holds()); await new Promise((resolve) => setTimeout(resolve, 10)))
      if (Date.now() - started > 10_000) throw new Error('it does not come');
  }
  const turn = async (depth: number) => {
    player.fork(depth);
    player.mine(3);
    await sync.reached(player.head());
  };

  it('ends with what the chain says, whether it listens all the time or comes back', async () => {
    const start = player.head();
    const listener = await follow();
    player.mine(15);
    await sync.reached(player.head());
    await until(async () => listener.seen.events.length === (await eventsAfter(start)).length);
    const leaver = await follow(`${start}.999999999`);
    await until(async () => leaver.seen.events.length === listener.seen.events.length);
    await leaver.stop();

    await turn(8);
    const now = await eventsAfter(start);
    await until(async () => listener.seen.events.join() === now.join());
    expect(listener.seen.rewinds).to.deep.equal([start + 15 - 8]);
    await listener.stop();

    const back = await follow(leaver.seen.last);
    await until(async () => back.seen.rewinds.length === 1);
    const kept = leaver.seen.events.filter((one) => JSON.parse(one).block <= (back.seen.rewinds[0] as number));
    await until(async () => [...kept, ...back.seen.events].join() === now.join());
    await back.stop();
  });
});
