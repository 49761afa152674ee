import { cpSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { createApi } from '../../sdk/api/client.js';
import { startService } from '../../server/main.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { ON_POSTGRES } from '../support/stores.js';
import { liveStory } from '../support/story.js';

/** What `docs/operations.md` says of back-ups, done. */
describe('back up and restore', function () {
  this.timeout(120_000);
  let live: LiveLedger;

  before(async () => {
    live = await startLiveLedger();
    await liveStory(live);
  });
  after(() => live.close());

  const restart = async () => {
    live.service = await startService(live.config, live.deployment);
    await live.service.index.reached(await live.provider.getBlockNumber());
  };
  /** All that the ledger says, and what the runner did. */
  const everything = async () => {
    const api = createApi(live.service.url);
    const [accounts, events, grants, revenue] = [
      await api.all('accounts'),
      await api.all('events'),
      await api.all('grants'),
      await api.all('revenue', { id: 2 }),
    ];
    return { accounts: accounts.data, events: events.data, grants: grants.data, revenue: revenue.data };
  };
  const runs = async () => (await createApi(live.service.url).all('payoutRuns')).data;

  it('goes on from a copy of the folder that was made while it was stopped', async function () {
    if (ON_POSTGRES) {
      console.log('      skipped on PostgreSQL: its back-up is the database administrator’s');
      this.skip();
    }
    const [before, ranBefore] = [await everything(), await runs()];
    await live.service.close();
    const [folder, copy] = [live.config.dataFolder, path.join(live.folder, 'copy')];
    mkdirSync(copy);
    for (const one of ['test', 'runner.key']) cpSync(path.join(folder, one), path.join(copy, one), { recursive: true });

    // The original is lost; meanwhile the chain goes on.
    for (const one of ['test', 'runner.key']) renameSync(path.join(folder, one), path.join(live.folder, `lost-${one}`));
    await live.fund(live.office.address, 3n);
    for (const one of ['test', 'runner.key']) cpSync(path.join(copy, one), path.join(folder, one), { recursive: true });
    await restart();

    const after = await everything();
    expect({ ...after, events: after.events.slice(0, before.events.length) }).to.deep.equal(before);
    expect(after.events.slice(before.events.length).map((one) => one.type)).to.deep.equal(['Transfer']);
    expect(await runs()).to.deep.equal(ranBefore);
  });

  it('reads everything from the chain again when the database is lost', async () => {
    const before = await everything();
    await live.service.close();
    if (ON_POSTGRES) {
      const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
      await store.exec('drop schema genba_test cascade');
      await store.close();
    } else renameSync(path.join(live.config.dataFolder, 'test'), path.join(live.folder, 'lost-again'));
    await restart();
    expect(await everything()).to.deep.equal(before);
    expect(await runs()).to.deep.equal([]);
    await live.service.runPayouts();
    expect((await createApi(live.service.url).plain<{ healthy: boolean }>('/health')).healthy).to.equal(true);
  });

  it('makes another key for the runner when its own is lost, and pays on', async () => {
    const { healthy } = await createApi(live.service.url).plain<{ healthy: boolean }>('/health');
    expect(healthy).to.equal(true);
    await live.service.close();
    renameSync(path.join(live.config.dataFolder, 'runner.key'), path.join(live.folder, 'stolen.key'));
    await restart();
    expect(existsSync(path.join(live.config.dataFolder, 'runner.key'))).to.equal(true);
    await live.service.runPayouts();
    expect((await createApi(live.service.url).plain<{ healthy: boolean }>('/health')).healthy).to.equal(true);
  });
});
