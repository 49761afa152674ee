import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import pg from 'pg';
import { createApi } from '../../sdk/api/client.js';
import { mine } from '../../sdk/ledger.js';
import { signIn } from '../../sdk/sign-in.js';
import { createChainNode } from '../../server/chain/node.js';
import { checkAgainstChain } from '../../server/check-index.js';
import { type Service, startService } from '../../server/main.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { freePort } from '../support/postgres.js';
import { startProxy } from '../support/proxy.js';
import { startReceiver } from '../support/receiver.js';
import { ON_POSTGRES } from '../support/stores.js';
import { liveStory } from '../support/story.js';
import { supervise } from '../support/supervised.js';

/** Another one leads within so long, in milliseconds, once the leader is gone. */
const TAKE_OVER_MS = 10_000;
const GAS = { gasPrice: 0n };

interface Health {
  healthy: boolean;
  leads: boolean;
  index: { lag: number };
}

/** Reads a stream of events until one fits. */
async function nextEvent(
  url: string,
  type: string,
  last?: string,
  act?: () => Promise<unknown>,
): Promise<{ id: string; block: number }> {
  const stop = new AbortController();
  const headers = last === undefined ? {} : { 'last-event-id': last };
  const response = await fetch(`${url}/events/live?type=${type}`, { headers, signal: stop.signal });
  const acting = act?.();
  try {
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const [, event] = /^data: (.*)\n\n/m.exec(text) ?? [];
      if (event !== undefined) return JSON.parse(event);
    }
    throw new Error('the stream ended');
  } finally {
    await acting;
    stop.abort();
  }
}

async function until(holds: () => Promise<boolean> | boolean, limitMs = TAKE_OVER_MS): Promise<void> {
  for (const started = Date.now(); !(await holds()); await sleep(50))
    if (Date.now() - started > limitMs) throw new Error(`it does not come within ${limitMs / 1000} s`);
}

/** Three services on one PostgreSQL: one leads, all answer. */
describe('replicas', function () {
  this.timeout(180_000);
  let live: LiveLedger;
  let others: Service[] = [];

  before(async function () {
    if (!ON_POSTGRES) {
      console.log('      skipped on PGlite: its folder is for one process alone');
      this.skip();
    }
    live = await startLiveLedger({ settings: { GENBA_WEBHOOK_HOSTS: '127.0.0.1' } });
    await liveStory(live);
    for (let i = 0; i < 2; i++) others.push(await startService({ ...live.config, port: 0 }, live.deployment));
  });
  after(async () => {
    if (live === undefined) return;
    for (const one of others) await one.close();
    await live.close();
  });
  const all = () => [live.service, ...others];
  const fund = () => live.fund(live.office.address, 7n);
  const head = () => live.provider.getBlockNumber();

  it('one leads, and all give the same answers', async () => {
    expect(all().map((one) => one.leads())).to.deep.equal([true, false, false]);
    const block = await head();
    const answers = await Promise.all(
      all().map(async (one) => {
        await one.index.reached(block);
        const api = createApi(one.url);
        return [await api.get('books'), await api.all('events'), await api.get('overview')];
      }),
    );
    expect(answers[1]).to.deep.equal(answers[0]);
    expect(answers[2]).to.deep.equal(answers[0]);
    for (const one of all()) {
      const health = await createApi(one.url).plain<Health>('/health');
      expect(health).to.deep.include({ healthy: true, leads: one.leads() });
    }
  });

  it('events reach readers of every one, and a stream goes on at another one', async () => {
    const [, second, third] = all() as [Service, Service, Service];
    const seen = await nextEvent(second.url, 'Transfer', undefined, fund);
    expect(seen.block).to.equal(await head());
    await fund();
    const missed = await nextEvent(third.url, 'Transfer', seen.id);
    expect(missed.block).to.equal(await head());
  });

  it('a token of one is good at another one', async () => {
    const [first, second] = all() as [Service, Service];
    const said = await signIn(live.office, live.deployment, first.url);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${first.url}/tokens`, { method: 'POST', headers, body: JSON.stringify(said) });
    const { token } = (await answer.json()) as { token: string };
    const hooks = await fetch(`${second.url}/webhooks`, { headers: { authorization: `Bearer ${token}` } });
    expect(hooks.status).to.equal(200);
  });

  it('an event goes out to a webhook once, whichever service was told of it', async () => {
    const [first, , third] = all() as [Service, Service, Service];
    const receiver = await startReceiver();
    const said = await signIn(live.office, live.deployment, third.url);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${third.url}/tokens`, { method: 'POST', headers, body: JSON.stringify(said) });
    const { token } = (await answer.json()) as { token: string };
    await fetch(`${third.url}/webhooks`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ url: receiver.url, type: 'Transfer' }),
    });
    await fund();
    await first.index.reached(await head());
    await until(() => receiver.received.length > 0);
    await sleep(500);
    expect(receiver.received).to.have.length(1);
    await receiver.close();
  });

  it('one whose tables were changed by a newer version is not ready, and says why', async () => {
    const [, second] = all() as [Service, Service];
    const migrations = new pg.Client({ connectionString: live.config.databaseUrl });
    await migrations.connect();
    const ready = async () => (await createApi(second.url).plain<{ ready: boolean }>('/ready', [503])).ready;
    await migrations.query("insert into genba_test.migrations values ('9999_future.sql')");
    await until(async () => !(await ready()));
    const health = await createApi(second.url).plain<{ index: { problem: { code: string } } }>('/health', [503]);
    expect(health.index.problem.code).to.equal('STORE_NEWER');
    await migrations.query("delete from genba_test.migrations where name = '9999_future.sql'");
    await until(ready);
    await migrations.end();
  });

  it('another one leads when the leader stops, and pays out what is due', async () => {
    await live.service.close();
    await until(() => others.some((one) => one.leads()));
    const leader = others.find((one) => one.leads()) as Service;
    expect(others.filter((one) => one.leads())).to.have.length(1);
    await fund();
    await leader.index.reached(await head());
    await leader.runPayouts();
    const health = await createApi(leader.url).plain<Health>('/health');
    expect(health).to.deep.include({ healthy: true, leads: true });
    // It comes back, and follows.
    live.service = await startService(live.config, live.deployment);
    expect(live.service.leads()).to.equal(false);
    await live.service.index.reached(await head());
  });

  it('another one leads when no node answers the leader, and none that no node answers', async () => {
    const proxy = await startProxy(Number(new URL(live.chain.url).port));
    const cut = await startService({ ...live.config, port: 0, rpcUrls: [`http://127.0.0.1:${proxy.port}`] }, live.deployment);
    for (const one of [live.service, ...others.splice(0, 2, cut)]) await one.close();
    await until(() => cut.leads());
    proxy.close();
    await sleep(10_000);
    // Alone, it waits for its node.
    expect(cut.leads()).to.equal(true);
    live.service = await startService(live.config, live.deployment);
    await until(() => live.service.leads(), 2 * TAKE_OVER_MS);
    expect(cut.leads()).to.equal(false);
    await fund();
    await live.service.index.reached(await head());
    await until(async () => cut.index.status().block === (await head()));

    await live.service.close();
    await sleep(1_000);
    expect(cut.leads()).to.equal(false);
    live.service = await startService(live.config, live.deployment);
    await until(() => live.service.leads());
  });

  it('another one leads when the leader is killed, in the middle of its work, and the index is right', async () => {
    for (const one of others) await one.close();
    others = [];
    await until(() => live.service.leads());
    await live.service.close();
    const port = await freePort();
    const killed = supervise('bin/genba.mjs', ['serve'], { ...live.environment, GENBA_PORT: String(port) });
    const isUp = () =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        async (answer) => ((await answer.json()) as Health).leads,
        () => false,
      );
    await until(isUp, 60_000);
    live.service = await startService(live.config, live.deployment);
    expect(live.service.leads()).to.equal(false);
    for (let i = 0; i < 20; i++) void mine(live.ledger.token.mint(live.office.address, 1n, GAS)).catch(() => {});
    await killed.stop('SIGKILL');
    await until(() => live.service.leads());
    await fund();
    await live.service.index.reached(await head());
    await live.service.runPayouts();
    await live.service.close();
    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
    const node = createChainNode(live.provider, Object.values(live.deployment.contracts), 'immediate');
    const report = await checkAgainstChain({
      db: store.db,
      provider: live.provider,
      node,
      deployment: live.deployment,
      onProgress: () => {},
    });
    await store.close();
    live.service = await startService(live.config, live.deployment);
    expect(report.differences).to.deep.equal([]);
  });
});
