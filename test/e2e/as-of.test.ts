import { expect } from 'chai';
import { type Api, createApi, type ListName } from '../../sdk/api/client.js';
import type { FileFormat } from '../../sdk/api/formats.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { asFile, readCsv, readParquet } from '../support/read-file.js';
import { liveStory } from '../support/story.js';

/** What the API says of the past of a real ledger. The state itself is held against what was said then in `test/server/indexer`. */
describe('as of a past block', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let api: Api;
  /** Where the second grant was issued: after the first one was, and nothing between. */
  let issued: number;
  /** Blocks with events, oldest first. */
  let full: number[];

  before(async () => {
    live = await startLiveLedger();
    await liveStory(live);
    // A block in which nothing of the ledger happens, and one with an event after it.
    await live.office.sendTransaction({ to: live.office.address, gasPrice: 0n }).then((sent) => sent.wait());
    await live.fund(live.office.address, 1n);
    await live.service.index.reached(await live.provider.getBlockNumber());
    api = createApi(live.service.url);
    full = [...new Set((await api.all('events')).data.map((one) => one.block))];
    issued = (await api.all('events', { type: 'GrantIssued' })).data[1]?.block as number;
  });
  after(() => live.close());

  const ask = (path: string, headers: Record<string, string> = {}) => fetch(`${live.service.url}${path}`, { headers });
  const codeOf = (asked: Promise<unknown>) => asked.catch((error: unknown) => error as { code: string; details: object });

  it('says which block was asked for, and no hash that is not of the block beside it', async () => {
    const head = live.service.index.status().block;
    for (let asked = 0; asked <= head; asked++) {
      const { asOf } = await api.get('dataset', { id: 1, asOf: asked }).catch(() => api.page('datasets', { asOf: asked }));
      const block = full.findLast((one) => one <= asked) ?? -1;
      expect(asOf).to.include({ asked, block });
      if (block === -1) continue;
      const { hash, timestamp } = (await live.provider.getBlock(block)) as { hash: string; timestamp: number };
      expect(asOf).to.deep.equal({ asked, block, blockHash: hash, blockTime: timestamp });
    }
    expect(full.length).to.be.lessThan(head);
    expect((await api.page('datasets')).asOf).to.not.have.property('asked');
  });

  it('shows nothing before there was something, and by itself nothing that came later', async () => {
    expect((await api.page('grants', { asOf: 0 })).data).to.deep.equal([]);
    expect((await api.page('accounts', { asOf: 0 })).data).to.deep.equal([]);
    expect(await codeOf(api.get('dataset', { id: 1, asOf: 0 }))).to.include({ code: 'NOT_FOUND' });
    expect(await codeOf(api.page('owners', { id: 1, asOf: 0 }))).to.include({ code: 'NOT_FOUND' });
    expect(await codeOf(api.get('grant', { id: 2, asOf: issued - 1 }))).to.include({ code: 'NOT_FOUND' });
    expect((await api.get('grant', { id: 2, asOf: issued })).data.id).to.equal(2);
  });

  it('ends a list where it ended then, page by page and as a file', async () => {
    for (const name of ['grants', 'accounts', 'members', 'datasets', 'versions'] as ListName[]) {
      const input = { asOf: issued - 1 } as never;
      const { data } = await api.all(name, input);
      expect((await api.all(name, { asOf: issued - 1, limit: 1 } as never)).data).to.deep.equal(data);
      const file = async (format: FileFormat) => {
        const { asOf, atOneBlock, body } = await api.file(name, format, input);
        expect({ asOf, atOneBlock }).to.deep.equal({ asOf: (await api.page(name, input)).asOf, atOneBlock: true });
        return new Response(body);
      };
      expect(readCsv(await (await file('csv')).text())).to.deep.equal(asFile(name, data as never));
      const { rows, said } = await readParquet(await (await file('parquet')).arrayBuffer());
      expect(rows).to.deep.equal(asFile(name, data as never).rows);
      expect(said).to.include({ 'genba.asOf.asked': String(issued - 1) });
    }
    expect((await api.all('grants', { asOf: issued - 1 })).data.map(({ id }) => id)).to.deep.equal([1]);
  });

  it('refuses a block that the index does not have yet, and says how far it is', async () => {
    const block = live.service.index.status().block;
    const refusal = { code: 'AS_OF_AHEAD', details: { asked: block + 1, block } };
    expect(await codeOf(api.page('grants', { asOf: block + 1 }))).to.deep.include(refusal);
    expect(await codeOf(api.get('grant', { id: 1, asOf: block + 1 }))).to.deep.include(refusal);
    const { body, status } = await ask(`/grants?format=csv&asOf=${block + 1}`).then(async (response) => ({
      status: response.status,
      body: (await response.json()) as object,
    }));
    expect({ status, ...body }).to.deep.include({ status: 409, ...refusal });
    await live.fund(live.office.address, 1n);
    await live.service.index.reached(block + 1);
    expect((await api.get('grant', { id: 1, asOf: block + 1 })).asOf.asked).to.equal(block + 1);
  });

  it('refuses what is no block, and what has no past', async () => {
    for (const asOf of ['', '-1', '1.5', '0x10', '01', 'latest', '99999999999999999', '1&asOf=2'])
      expect((await ask(`/grants?asOf=${asOf}`)).status, asOf).to.equal(400);
    for (const path of ['/offers', '/books', '/events', '/purchases', '/datasets/1/revenue'])
      expect((await ask(`${path}?asOf=1`)).status, path).to.equal(400);
  });

  it('tags each block by itself', async () => {
    const tagOf = async (path: string) => (await ask(path)).headers.get('etag') as string;
    const tags = [await tagOf('/grants'), await tagOf('/grants?asOf=20'), await tagOf('/grants?asOf=21')];
    expect(new Set(tags)).to.have.property('size', 3);
    const again = async (path: string, tag: string | undefined) => (await ask(path, { 'if-none-match': String(tag) })).status;
    expect(await again('/grants?asOf=20', tags[1])).to.equal(304);
    expect(await again('/grants?asOf=20', tags[2])).to.equal(200);
    expect(await again('/grants?asOf=20', tags[0])).to.equal(200);
    expect(await again('/grants', tags[1])).to.equal(200);
  });
});
