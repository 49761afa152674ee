import { expect } from 'chai';
import { type Api, createApi, type Input, type ListName } from '../../sdk/api/client.js';
import { ENDPOINTS, type EndpointName } from '../../sdk/api/endpoints.js';
import type { FileFormat } from '../../sdk/api/formats.js';
import { accountOf } from '../../sdk/member-account.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { asFile, readCsv, readParquet } from '../support/read-file.js';
import { liveStory } from '../support/story.js';

/** Parameters with which an endpoint has something to say about the story. */
const INPUTS: Partial<{ [Name in EndpointName]: Input<Name> }> = {
  member: { id: 2 },
  memberPayouts: { id: 2 },
  credits: { id: 2 },
  dataset: { id: 2 },
  owners: { id: 2 },
  revenue: { id: 2 },
  version: { id: 2 },
  lineage: { id: 2 },
  derivable: { id: 2 },
  claims: { id: 2 },
  terms: { id: 1 },
  offer: { id: 1 },
  grant: { id: 1 },
  search: { q: '2' },
  payoutRun: { id: 1 },
};
/** Lists that the story leaves empty. */
const EMPTY = new Set<EndpointName>(['claims', 'refunds']);

const isList = (name: EndpointName): name is ListName => ENDPOINTS[name].list;

/** The whole API against a real ledger with a story in it. */
describe('API', function () {
  this.timeout(120_000);
  let live: LiveLedger;
  let api: Api;

  before(async () => {
    live = await startLiveLedger();
    await liveStory(live);
    api = createApi(live.service.url);
  });
  after(() => live.close());

  /** Places follow from when the story was played. */
  const inputOf = async (name: EndpointName): Promise<object | undefined> => {
    if (name === 'payout') return { id: (await api.page('payouts', { limit: 1 })).data[0]?.id };
    if (name === 'distribution') return { id: (await api.page('distributions', { limit: 1 })).data[0]?.id };
    return INPUTS[name];
  };

  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    it(`answers ${ENDPOINTS[name].path} as described`, async () => {
      const input = (await inputOf(name)) as never;
      if (!isList(name)) {
        const { asOf, data } = await api.get(name as 'member', input);
        expect(asOf.block).to.equal(live.service.index.status().block);
        expect(data).to.not.equal(undefined);
        return;
      }
      const { data } = await api.all(name, input);
      if (EMPTY.has(name)) expect(data).to.have.length(0);
      else expect(data.length).to.be.greaterThan(0);
      // Page by page it is the same, whatever the size of a page.
      expect((await api.all(name, { ...(input as object), limit: 1 } as never)).data).to.deep.equal(data);
      expect((await api.all(name, { ...(input as object), limit: 3 } as never)).data).to.deep.equal(data);
      // As a file it is the same, too.
      const file = async (format: FileFormat) => new Response((await api.file(name, format, input)).body);
      const wanted = asFile(name, data as never);
      expect(readCsv(await (await file('csv')).text())).to.deep.equal(wanted);
      const { columns, rows } = await readParquet(await (await file('parquet')).arrayBuffer());
      expect({ columns, rows }).to.deep.equal(wanted);
      const ordered = 'order' in ENDPOINTS[name].input.shape;
      if (!ordered) return;
      const back = await api.all(name, { ...(input as object), order: 'desc', limit: 2 } as never);
      expect(back.data).to.deep.equal([...data].reverse());
    });
  }

  it('explains every payout down to its purchases, to the unit', async () => {
    const sum = (amounts: string[]) => amounts.reduce((total, one) => total + BigInt(one), 0n);
    const { data: payouts } = await api.all('payouts', { kind: 'credit' });
    expect(payouts.length).to.be.greaterThan(1);
    for (const { amount, id } of payouts) {
      const { data: payout } = await api.get('payout', { id });
      expect(sum((payout.lines ?? []).map((line) => line.amount))).to.equal(BigInt(amount));
      expect(payout.difference).to.equal('0');
      for (const line of payout.lines ?? []) {
        const { data: distribution } = await api.get('distribution', { id: line.distributionId });
        const { data: purchases } = await api.all('purchases', { distribution: distribution.id });
        const net = purchases.map(({ fee, gross }) => (BigInt(gross) - BigInt(fee)).toString());
        expect(sum(net)).to.equal(BigInt(distribution.sales));
        expect(sum(distribution.received.map((one) => one.amount))).to.equal(BigInt(distribution.royalties));
        const given = sum(distribution.lines.map((one) => one.amount));
        expect(given + BigInt(distribution.left)).to.equal(sum([distribution.sales, distribution.royalties]));
        const mine = distribution.lines.find((one) => one.kind === 'originator' && one.id === payout.member.id);
        expect(mine?.amount).to.equal(line.amount);
      }
    }
  });

  it('adds up to the books, day by day', async () => {
    const { data: books } = await api.get('books');
    const { data: days } = await api.all('days');
    const sum = (pick: (day: (typeof days)[number]) => string) => days.reduce((total, day) => total + BigInt(pick(day)), 0n);
    expect(sum((day) => day.collected)).to.equal(BigInt(books.collected));
    expect(sum((day) => day.paidOut)).to.equal(BigInt(books.paidOut));
  });

  it('gives only the datasets and members that are asked for', async () => {
    const { data: members } = await api.all('members', { ids: '4,2,99' });
    expect(members.map(({ id }) => id)).to.deep.equal([2, 4]);
    const { data: datasets } = await api.all('datasets', { ids: '2' });
    expect(datasets.map(({ id }) => id)).to.deep.equal([2]);
    for (const ids of ['', '0', '1,', '1 2', '4294967296']) {
      const refusal = await api.page('members', { ids }).catch((error: { code: string }) => error);
      expect(refusal, ids).to.have.property('code', 'BAD_QUERY');
    }
  });

  it('keeps every event of the chain in the audit trail, once', async () => {
    const addresses = Object.values(live.deployment.contracts);
    const logs = await live.provider.send('eth_getLogs', [{ address: addresses, fromBlock: '0x0', toBlock: 'latest' }]);
    const { data } = await api.all('events');
    const ids = (logs as { blockNumber: string; logIndex: string }[]).map(
      (log) => `${Number(log.blockNumber)}.${Number(log.logIndex)}`,
    );
    expect(data.map((one) => one.id)).to.deep.equal(ids);
  });

  it('finds events by type, member, dataset, transaction and blocks', async () => {
    const { data: all } = await api.all('events');
    const bought = await api.all('events', { type: 'AccessPurchased' });
    expect(bought.data).to.deep.equal(all.filter((one) => one.type === 'AccessPurchased'));
    expect(bought.data.length).to.be.greaterThan(0);
    const [first] = bought.data;
    const tx = await api.all('events', { tx: first?.txHash });
    expect(tx.data).to.deep.equal(all.filter((one) => one.txHash === first?.txHash));
    const range = { fromBlock: 20, toBlock: 30 };
    const some = await api.all('events', range);
    expect(some.data).to.deep.equal(all.filter((one) => one.block >= 20 && one.block <= 30));

    const buyer = (await api.page('grants', { limit: 1 })).data[0]?.holder.id as number;
    const about = await api.all('events', { member: buyer });
    const named = all.filter((one) => Number(one.args.memberId) === buyer || Number(one.args.sellerId) === buyer);
    expect(about.data.map((one) => one.id)).to.include.members(named.map((one) => one.id));

    const dataset = await api.all('events', { dataset: 2 });
    expect(new Set(dataset.data.map((one) => one.type))).to.include.all.keys(
      'DatasetRegistered',
      'VersionPublished',
      'PayeeTableDeclared',
      'TermsWritten',
      'OfferOpened',
      'GrantIssued',
      'AccessPurchased',
      'RevenueCollected',
      'Distributed',
    );
    expect(dataset.data.every((one) => one.args.datasetId === undefined || Number(one.args.datasetId) === 2)).to.equal(true);
  });

  it('finds things by name, register number, address, hash and token', async () => {
    const search = async (q: string) => (await api.get('search', { q })).data.map(({ id, kind, matched }) => [kind, id, matched]);
    const { data: member } = await api.get('member', { id: 2 });
    const { data: version } = await api.get('version', { id: 2 });
    const part = member.legalName.slice(1, -1).toUpperCase();
    expect(await search(part)).to.deep.include(['member', 2, 'legal name']);
    expect(await search(member.identifier)).to.deep.include(['member', 2, 'identifier']);
    expect(await search(member.keys[0]?.address.toLowerCase() ?? '')).to.deep.include(['member', 2, 'key']);
    expect(await search(accountOf(2))).to.deep.equal([['member', 2, 'account']]);
    expect(await search(version.contentRoot)).to.deep.equal([['version', 2, 'content root']]);
    const { MemberRegistry } = live.deployment.contracts;
    expect(await search(MemberRegistry)).to.deep.equal([['contract', MemberRegistry, 'address']]);
    const [event] = (await api.page('events', { limit: 1 })).data;
    expect(await search(event?.txHash ?? '')).to.deep.equal([['transaction', event?.txHash, 'transaction hash']]);
    expect(await search('#2')).to.deep.include.members([
      ['dataset', 2, 'token'],
      ['member', 2, 'id'],
    ]);
    expect(await search('50%_\\')).to.deep.equal([]);
  });

  it('says what deriving would owe, and whether it may be bought', async () => {
    const { data } = await api.get('derivable', { id: 2 });
    const owed = data.royalties.reduce((sum, one) => sum + one.shareBps, 0);
    expect(data).to.include({ owedBps: owed, roomBps: 9_999 - owed, roomEntries: 127 - data.royalties.length });
    expect(data.royalties.length).to.be.greaterThan(0);
    const owner = data.royalties[0]?.member.id;
    expect(data.possible).to.equal(data.missingOnward.length === 0);
    const own = await api.get('derivable', { id: 2, member: owner });
    expect(own.data.missingOnward).to.deep.equal([]);
  });

  it('streams new events, and goes on after the last one that was read', async () => {
    const { data: before } = await api.all('events');
    const missed = before.at(-6)?.id as string;
    const read = await openStream(`${live.service.url}/events/live`, missed);
    const again = await read(5);
    expect(again.map((one) => one.id)).to.deep.equal(before.slice(-5).map((one) => one.id));
    await live.fund(live.office.address, 1n);
    const [fresh] = await read(1);
    expect(JSON.parse(fresh?.data ?? '{}')).to.include({ type: 'Transfer', contract: 'SettlementToken' });
    await read(0);
  });

  it('streams only what is asked for', async () => {
    const read = await openStream(`${live.service.url}/events/live?type=DatasetRegistered`, '0.0');
    const events = await read((await api.all('datasets')).data.length);
    expect(new Set(events.map((one) => JSON.parse(one.data).type))).to.deep.equal(new Set(['DatasetRegistered']));
    await read(0);
  });
});

interface Message {
  id: string;
  data: string;
}

/** Opens a stream; the function reads so many messages, or closes it when asked for none. */
async function openStream(url: string, lastEventId: string) {
  const abort = new AbortController();
  const response = await fetch(url, { headers: { 'last-event-id': lastEventId }, signal: abort.signal });
  expect(response.headers.get('content-type')).to.equal('text/event-stream');
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return async (count: number): Promise<Message[]> => {
    if (count === 0) {
      abort.abort();
      return [];
    }
    const messages: Message[] = [];
    while (messages.length < count) {
      const end = text.indexOf('\n\n');
      if (end === -1) {
        text += (await reader.read()).value ?? '';
        continue;
      }
      const fields = text
        .slice(0, end)
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
      text = text.slice(end + 2);
      if (fields.some(([name]) => name === 'id')) messages.push(Object.fromEntries(fields) as Message);
    }
    return messages;
  };
}
