import { expect } from 'chai';
import { AbiCoder, id } from 'ethers';
import { sql } from 'kysely';
import type { Deployment } from '../../../sdk/deployment.js';
import type { ChainNode, Header } from '../../../server/chain/node.js';
import type { RawLog } from '../../../server/chain/raw-log.js';
import { type Sync, startSync } from '../../../server/indexer/sync.js';
import { readCursor } from '../../../server/store/cursor.js';
import type { Engine } from '../../../server/store/engine.js';
import { factories } from '../../../types/index.js';
import { bloomOf } from '../../support/bloom.js';
import { openEmptyStore } from '../../support/stores.js';

const ADDRESS = `0x${'11'.repeat(20)}`;
const DEPLOYMENT: Deployment = {
  name: 'scripted',
  chainId: 1,
  rpcUrl: 'http://127.0.0.1:1',
  startBlock: 0,
  token: { symbol: 'KRW', decimals: 0 },
  contracts: {
    AccessManager: `0x${'01'.repeat(20)}`,
    MemberRegistry: ADDRESS,
    DatasetRegistry: `0x${'02'.repeat(20)}`,
    AccessGrants: `0x${'03'.repeat(20)}`,
    RevenueLedger: `0x${'04'.repeat(20)}`,
    AccessMarket: `0x${'05'.repeat(20)}`,
    SettlementToken: `0x${'06'.repeat(20)}`,
  },
};

const MEMBER = {
  id: 7,
  legal_name: 'Company',
  scheme: 'LEI',
  identifier: 'X',
  identifier_hash: '0x',
  credential_hash: '0x',
  notary_id: 1,
  status: 'active' as const,
  admitted_at: 1,
  valid_until: 2,
  payout_account: '0x',
  payout_minimum: '0',
  block: 0,
};

const hashOf = (block: number, fork = '') => id(`block ${block}${fork}`);
const members = factories.contracts.MemberRegistry__factory.createInterface();

/** A node that plays a script: a mock, because no real node forks, refuses or lies on demand. */
function scriptNode(script: {
  head: number;
  logs?: RawLog[];
  parentOf?: (block: number) => string;
  mostBlocks?: number;
  failures?: number;
}) {
  const logs = () => script.logs ?? [];
  const header = (block: number): Header => ({
    number: block,
    hash: hashOf(block),
    parentHash: script.parentOf?.(block) ?? hashOf(block - 1),
    time: 1_000 + block,
    logsBloom: bloomOf(logs().filter((log) => log.blockNumber === block)),
  });
  const asked: [number, number][] = [];
  const node: ChainNode = {
    async finalBlock() {
      if ((script.failures ?? 0) > 0) {
        script.failures = (script.failures ?? 0) - 1;
        throw new Error('connection refused');
      }
      return script.head;
    },
    header: async (block) => header(block),
    headers: async (from, to) => Array.from({ length: to - from + 1 }, (_, i) => header(from + i)),
    async logs(from, to) {
      asked.push([from, to]);
      if (to - from + 1 > (script.mostBlocks ?? Number.POSITIVE_INFINITY)) throw new Error('range too wide');
      return logs().filter((log) => log.blockNumber >= from && log.blockNumber <= to);
    },
    logsOf: async (hash) => logs().filter((log) => log.blockHash === hash),
    addresses: new Set([ADDRESS]),
  };
  return { node, asked };
}

function keyAdded(block: number, logIndex: number, key: string): RawLog {
  const { data, topics } = members.encodeEventLog('KeyAdded', [7, key, 3, 1_000]);
  return {
    address: ADDRESS,
    topics,
    data,
    blockNumber: block,
    blockHash: hashOf(block),
    transactionHash: id(`tx ${block} ${logIndex}`),
    logIndex,
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Waits for something that comes by itself. */
async function until(holds: () => boolean): Promise<void> {
  for (const started = Date.now(); !holds(); await new Promise((resolve) => setTimeout(resolve, 5))) {
    if (Date.now() - started > 5_000) throw new Error('it does not come');
  }
}

describe('index sync', () => {
  let store: Engine;
  let sync: Sync | undefined;
  const problems: Error[] = [];

  beforeEach(async () => {
    store = await openEmptyStore();
    problems.length = 0;
  });
  afterEach(async () => {
    await sync?.stop();
    sync = undefined;
    await store.close();
  });

  const start = async (node: ChainNode, own = store) => {
    sync = await startSync({
      store: own,
      storeName: 'memory',
      node,
      deployment: DEPLOYMENT,
      pollMs: 5,
      patienceMs: 50,
      onProgress: () => {},
      onProblem: (error) => problems.push(error),
      onRewind: () => {},
    });
    return sync;
  };
  const stopped = async (running: Sync, block: number) => {
    const outcome = await running.reached(block).catch((error: Error) => error);
    expect(outcome).to.be.instanceOf(Error);
    return running.status().problem?.code;
  };

  it('writes rows and cursor together, and narrows ranges that the node refuses', async () => {
    const key = `0x${'22'.repeat(20)}`;
    const { node, asked } = scriptNode({ head: 50, logs: [keyAdded(40, 0, key)], mostBlocks: 7 });
    const running = await start(node);
    await running.reached(50);
    expect(await readCursor(store.db)).to.include({ block: 50, block_hash: hashOf(50), block_time: 1050 });
    expect(await store.db.selectFrom('member_keys').selectAll().execute()).to.have.length(1);
    expect(await store.db.selectFrom('events').select(['type', 'block', 'log_index']).execute()).to.deep.equal([
      { type: 'KeyAdded', block: 40, log_index: 0 },
    ]);
    const answered = asked.filter(([from, to]) => to - from + 1 <= 7).flatMap(([from, to]) => range(from, to));
    expect([...new Set(answered)].sort((a, b) => a - b)).to.deep.equal(range(0, 50));
  });

  it('stops at an event that it does not know, keeps what it has, and says which', async () => {
    const unknown = { ...keyAdded(30, 0, `0x${'33'.repeat(20)}`), topics: [id('FutureEvent(uint256)')] };
    const { node } = scriptNode({ head: 60, logs: [keyAdded(10, 0, `0x${'22'.repeat(20)}`), unknown], mostBlocks: 20 });
    const running = await start(node);
    expect(await stopped(running, 60)).to.equal('EVENT_UNKNOWN');
    expect(problems.at(-1)?.message).to.include('Block 30');
    expect((await readCursor(store.db))?.block).to.be.below(30);
    expect(await store.db.selectFrom('events').where('block', '>=', 30).selectAll().execute()).to.deep.equal([]);
  });

  it('waits at a block that does not follow the one before, and goes on when it does', async () => {
    let fork = ' of a fork';
    const script = { head: 5, parentOf: (block: number) => (block === 6 ? hashOf(5, fork) : hashOf(block - 1)) };
    const { node } = scriptNode(script);
    const running = await start(node);
    await running.reached(5);
    script.head = 8;
    await until(() => running.status().problem?.code === 'LINK_BROKEN');
    expect((await readCursor(store.db))?.block).to.equal(5);
    fork = '';
    await running.reached(8);
    await until(() => running.status().problem === undefined);
  });

  it('waits at a log whose block is not the one the node shows, and goes on when it is', async () => {
    const right = keyAdded(4, 0, `0x${'22'.repeat(20)}`);
    const script = { head: 9, logs: [{ ...right, blockHash: hashOf(4, ' of a fork') }] };
    const running = await start(scriptNode(script).node);
    await until(() => running.status().problem?.code === 'LINK_BROKEN');
    expect((await readCursor(store.db))?.block).to.be.below(4);
    script.logs = [right];
    await running.reached(9);
    expect(await store.db.selectFrom('member_keys').selectAll().execute()).to.have.length(1);
  });

  it('never advances on a failed fetch, and goes on when the node is back', async () => {
    const { node } = scriptNode({ head: 12, failures: 3 });
    const running = await start(node);
    await running.reached(12);
    expect(problems).to.have.length(1);
    expect(running.status()).to.include({ block: 12, finalBlock: 12 });
  });

  it('refuses a node that does not have the block with which the index ends', async () => {
    await (await start(scriptNode({ head: 9 }).node)).reached(9);
    await sync?.stop();
    const outcome = await start(scriptNode({ head: 4 }).node).catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'INDEX_AHEAD' });
  });

  it('takes any bytes as text: nobody stops the index with them', async () => {
    const hostile = AbiCoder.defaultAbiCoder().encode(['bytes'], ['0x61ff8000c08062']);
    const { topics } = members.encodeEventLog('MemberSuspended', [7, 'reason']);
    const log = { ...keyAdded(2, 0, `0x${'22'.repeat(20)}`), topics, data: hostile };
    await store.db.insertInto('members').values(MEMBER).execute();
    const running = await start(scriptNode({ head: 3, logs: [log] }).node);
    await running.reached(3);
    const { args } = await store.db.selectFrom('events').select('args').executeTakeFirstOrThrow();
    expect(args.reason).to.match(/^a[\uFFFD]+b$/);
  });

  it('says so when the node has lost blocks that are indexed, and goes on when they are back', async () => {
    const script = { head: 50, logs: [] as RawLog[] };
    const { node } = scriptNode(script);
    const running = await start(node);
    await running.reached(50);
    script.head = 47;
    await until(() => running.status().problem?.code === 'INDEX_AHEAD');
    expect(running.status().block).to.equal(50);
    script.head = 52;
    await running.reached(52);
    await until(() => running.status().problem === undefined);
  });

  it('never writes on top of another head, and goes on from the one that is there', async () => {
    const key = `0x${'33'.repeat(20)}`;
    const script = { head: 10, logs: [keyAdded(12, 0, key)] };
    const { node } = scriptNode(script);
    const running = await start(node);
    await running.reached(10);
    // As if a commit had gone through whose answer was lost: the store is further than this process knows.
    await store.db
      .updateTable('cursors')
      .set({ block: 15, block_hash: hashOf(15), block_time: 1_015 })
      .execute();
    script.head = 20;
    await running.reached(20);
    expect(await store.db.selectFrom('member_keys').selectAll().execute()).to.deep.equal([]);
  });

  it('says what the store refuses, whichever of the stretches on their way, asks the node for no less, and goes on when it takes them', async () => {
    for (const head of [0, 1, 3])
      for (let refused = 0; refused <= head; refused++) {
        const own = await openEmptyStore();
        await sql`alter table blocks add constraint refused check (number <> ${sql.lit(refused)})`.execute(own.db);
        const { asked, node } = scriptNode({ head });
        problems.length = 0;
        const running = await start(node, own);
        const where = `block ${refused} of 0 to ${head}`;
        await until(() => running.status().problem !== undefined && asked.length >= 3);
        expect(running.status().problem?.message, where).match(/"refused"/);
        expect(
          problems.map(({ message }) => message).every((message) => message.includes('"refused"')),
          where,
        ).equal(true);
        expect(running.status().block, where).equal(refused - 1);
        expect(new Set(asked.slice(1).map(([from, to]) => `${from}-${to}`)), where).deep.equal(new Set([`${refused}-${head}`]));
        await sql`alter table blocks drop constraint refused`.execute(own.db);
        await running.reached(head);
        await running.stop();
        expect(await own.db.selectFrom('blocks').select('number').orderBy('number').execute()).deep.equal(
          range(0, head).map((number) => ({ number })),
        );
        await own.close();
      }
  });

  it('refuses a store that belongs to another chain', async () => {
    await (await start(scriptNode({ head: 3 }).node)).reached(3);
    await sync?.stop();
    const { node } = scriptNode({ head: 3 });
    const other: ChainNode = {
      ...node,
      headers: async (from, to) =>
        (await node.headers(from, to)).map((one) => ({
          ...one,
          hash: hashOf(one.number, ' elsewhere'),
          parentHash: hashOf(one.number - 1, ' elsewhere'),
        })),
    };
    const outcome = await start(other).catch((error: { code: string }) => error);
    expect(outcome).to.include({ code: 'INDEX_OF_ANOTHER_CHAIN' });
  });
});
