import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { createApi, type ListName } from '../../sdk/api/client.js';
import { ENDPOINTS, type EndpointName } from '../../sdk/api/endpoints.js';
import { asFile, readCsv, readParquet } from '../support/read-file.js';
import { addEvents, addMembers, type StoreService, serveStore, setHead, tokenFor } from '../support/store-service.js';
import { ON_POSTGRES } from '../support/stores.js';

const EVENTS = 2_345;
const MEMBERS = 1_234;
/** Names that a spreadsheet or a careless reader trips over. */
const NAMES = ['한빛정밀, 주식회사', 'A "quoted" name', 'two\r\nlines', '=1+1', "'=1+1", '-5', '-five', '＝1+1', ' spaces '];
const nameOf = (id: number) => NAMES[id] ?? `Company ${id}`;
const guarded = (name: string | null) => (name !== null && /^'*[=+\-@＝]/.test(name) && !/^-\d+$/.test(name) ? `'${name}` : name);

/** Whole lists as files, from a store with more rows than any page. */
describe('exports', function () {
  this.timeout(120_000);
  let served: StoreService;
  let breakAt = Number.POSITIVE_INFINITY;
  let pages = 0;

  before(async () => {
    served = await serveStore({
      around: (snapshot) => (read) =>
        snapshot((reads, asOf) => {
          const listEvents: typeof reads.listEvents = (...args) => {
            if (++pages >= breakAt) throw new Error('the disk is gone');
            return reads.listEvents(...args);
          };
          return read({ ...reads, listEvents }, asOf);
        }),
    });
    await setHead(served.store, EVENTS);
    await addEvents(served.store, 1, EVENTS, (block) => ({ memberId: block, amount: '9007199254740993', text: `"${block}",` }));
    await addMembers(
      served.store,
      Array.from({ length: MEMBERS }, (_, at) => at + 1),
      nameOf,
    );
  });
  beforeEach(() => {
    breakAt = Number.POSITIVE_INFINITY;
    pages = 0;
  });
  after(() => served.close());

  const take = (path: string, options?: RequestInit) => fetch(`${served.url}${path}`, options);
  const takeCsv = async (path: string) => readCsv(await (await take(path)).text());
  const takeParquet = async (path: string) => readParquet(await (await take(path)).arrayBuffer());

  it('hold every row of a list, as its pages have it', async () => {
    const { data } = await createApi(served.url).all('events');
    expect(data).to.have.length(EVENTS);
    const wanted = asFile('events', data);
    expect(await takeCsv('/events?format=csv')).to.deep.equal(wanted);
    const { columns, rows } = await takeParquet('/events?format=parquet');
    expect({ columns, rows }).to.deep.equal(wanted);
  });

  it('keep to filters and order', async () => {
    const { data } = await createApi(served.url).all('events', { type: 'KeyAdded', order: 'desc' });
    const { rows } = asFile('events', data);
    expect((await takeCsv('/events?format=csv&type=KeyAdded&order=desc')).rows).to.deep.equal(rows);
    expect((await takeParquet('/events?format=parquet&type=KeyAdded&order=desc')).rows).to.deep.equal(rows);
  });

  it('carry any name, and let no spreadsheet run one', async () => {
    const { data } = await createApi(served.url).all('members');
    const wanted = asFile('members', data);
    expect((await takeParquet('/members?format=parquet')).rows).to.deep.equal(wanted.rows);
    const csv = await takeCsv('/members?format=csv');
    expect(csv.rows).to.deep.equal(wanted.rows.map((row) => row.map(guarded)));
    expect(csv.rows[3]?.[1]).to.equal("''=1+1");
  });

  it('have the same columns when there is nothing', async () => {
    for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
      const { list, path } = ENDPOINTS[name];
      if (!list || path.includes(':') || name === 'accounts') continue;
      const filter = { members: '&status=voided', events: '&type=None' }[name as string] ?? '';
      const wanted = asFile(name as ListName, []);
      expect(await takeCsv(`${path}?format=csv${filter}`), path).to.deep.equal(wanted);
      const { columns, rows } = await takeParquet(`${path}?format=parquet${filter}`);
      expect({ columns, rows }, path).to.deep.equal(wanted);
    }
    expect((await takeCsv('/offers?format=csv')).columns).to.include.members([
      'seller.id',
      'seller.legalName',
      'buyer.id',
      'rights',
    ]);
  });

  it('say what they are, and which block they are true for', async () => {
    for (const method of ['GET', 'HEAD']) {
      const response = await take('/events?format=csv', { method });
      expect(response.status).to.equal(200);
      expect(Object.fromEntries(response.headers)).to.include({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="events.csv"',
        'genba-as-of': 'block',
        'genba-as-of-block': String(EVENTS),
        'genba-as-of-time': String(1000 + EVENTS),
      });
      expect((await response.text()) === '').to.equal(method === 'HEAD');
    }
    const members = await take('/members?format=parquet');
    expect(members.headers.get('content-type')).to.equal('application/vnd.apache.parquet');
    expect(members.headers.get('genba-as-of')).to.equal(ON_POSTGRES ? 'block' : 'pages');
    const { said } = await readParquet(await members.arrayBuffer());
    expect(said).to.include({
      'genba.asOf.block': String(EVENTS),
      'genba.asOf.blockHash': members.headers.get('genba-as-of-hash'),
    });
  });

  it('refuse what is not there with a problem body', async () => {
    const response = await take('/members/99999/payouts?format=csv');
    expect(response.status).to.equal(404);
    expect(await response.json()).to.include({ code: 'NOT_FOUND' });
  });

  for (const format of ['csv', 'parquet']) {
    it(`break off (${format}) when something fails in the middle`, async () => {
      breakAt = 3;
      const response = await take(`/events?format=${format}`);
      expect(response.status).to.equal(200);
      const failed = await response.arrayBuffer().catch((error) => error);
      expect(failed).to.be.instanceOf(Error);
      breakAt = Number.POSITIVE_INFINITY;
      expect((await takeCsv('/events?format=csv')).rows).to.have.length(EVENTS);
    });
  }

  it('are made no faster than they are taken, and end with the block that they began at, while others read and the ledger goes on', async () => {
    const large = 'x'.repeat(20_000);
    await addEvents(served.store, 10_001, 3_000, () => ({ large }));
    await setHead(served.store, 20_000);
    try {
      pages = 0;
      const reader = await openSlowly(`${served.url}/events?format=csv&fromBlock=10001`);
      // It reads on until what lies between is full.
      let before = -1;
      for (; before < pages; await sleep(300)) before = pages;
      const read = pages;
      expect(read).to.be.lessThan(3);
      expect((await take('/overview')).status).to.equal(200);
      await addEvents(served.store, 20_001, 10, () => ({}));
      await setHead(served.store, 20_010);
      const lines = (await reader.rest()).split('\r\n');
      expect(pages).to.be.greaterThan(read);
      expect(lines).to.have.length(1 + 3_000 + 1);
      expect(reader.block).to.equal('20000');
    } finally {
      await served.store.exec('delete from events where block > 10000');
      await setHead(served.store, EVENTS);
    }
  });

  it('hold only so many connections, and say so', async function () {
    // On PGlite they hold none.
    if (!ON_POSTGRES) {
      console.log('      skipped on PGlite: there a file holds no connection');
      this.skip();
    }
    await addEvents(served.store, 10_001, 3_000, () => ({ large: 'x'.repeat(20_000) }));
    await setHead(served.store, 20_000);
    try {
      const open = () => openSlowly(`${served.url}/events?format=csv&fromBlock=10001`);
      const slow = await Promise.all([open(), open(), open(), open()]);
      const refused = await take('/events?format=csv');
      expect(refused.status).to.equal(503);
      expect(await refused.json()).to.include({ code: 'EXPORTS_BUSY' });
      for (const one of slow) one.leave();
      while ((await take('/members?format=csv', { method: 'HEAD' })).status !== 200) await sleep(50);
    } finally {
      await served.store.exec('delete from events where block > 10000');
      await setHead(served.store, EVENTS);
    }
  });
});

describe('exports where only members read', () => {
  const KEY = `0x${'12'.repeat(20)}`;
  let served: StoreService;

  before(async () => {
    served = await serveStore({ policy: 'members' });
    await setHead(served.store, 20_000);
    await addMembers(served.store, [1], nameOf);
    await addEvents(served.store, 1, 5_000, () => ({ large: 'x'.repeat(10_000) }));
  });
  beforeEach(() => served.store.exec(`delete from member_keys; insert into member_keys values ('${KEY}', 1, 1, false, 1)`));
  after(() => served.close());

  it('break off when the key is revoked in the middle', async () => {
    const headers = { authorization: `Bearer ${await tokenFor(served, KEY)}` };
    const path = `${served.url}/events?format=csv`;
    expect((await fetch(path)).status).to.equal(401);
    const whole = (await openSlowly(path, headers)).rest();
    expect((await whole).split('\r\n')).to.have.length(1 + 5_000 + 1);
    const reader = await openSlowly(path, headers);
    await served.store.exec('update member_keys set revoked = true');
    expect(await reader.rest().catch((error) => error)).to.be.instanceOf(Error);
  });
});

/** Opens a file and takes nothing of it until it is told to. */
async function openSlowly(url: string, headers = {}): Promise<{ block: string; rest(): Promise<string>; leave(): void }> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http.get(url, { agent: false, headers }, resolve).on('error', reject);
  });
  response.pause();
  return {
    block: String(response.headers['genba-as-of-block']),
    leave: () => response.destroy(),
    async rest() {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      return Buffer.concat(parts).toString();
    },
  };
}
