import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';
import { sql } from 'kysely';
import { createApi } from '../../sdk/api/client.js';
import { startService } from '../../server/main.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { type CliResult, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { ON_POSTGRES } from '../support/stores.js';
import { liveStory } from '../support/story.js';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** `genba db` as an operator runs it: a process of its own, against a real chain and a real database. */
describe('genba db', function () {
  this.timeout(120_000);
  let live: LiveLedger;

  before(async () => {
    live = await startLiveLedger();
    await liveStory(live);
    await live.service.close();
  });
  after(() => live.close());

  const db = (...args: string[]): Promise<CliResult> =>
    new Promise((resolve) => {
      const loader = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs');
      const env = {
        ...process.env,
        GENBA_NETWORK: 'test',
        GENBA_DATA: live.config.dataFolder,
        GENBA_DEPLOYMENTS: live.config.deploymentsFolder,
        ...(live.config.databaseUrl === undefined ? {} : { DATABASE_URL: live.config.databaseUrl }),
      };
      const script = ['--import', loader, path.join(ROOT, 'scripts', 'db.ts'), ...args];
      execFile(process.execPath, script, { env }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
      });
    });
  const tamper = async (statement: string) => {
    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
    await store.exec(statement);
    await store.close();
  };

  it('proves that index and contracts agree, kind by kind', async () => {
    const { code, stdout } = await db('check', '--json');
    const report = JSON.parse(stdout);
    expect({ code, differences: report.differences }).to.deep.equal({ code: 0, differences: [] });
    expect(report.compared).to.include({ member: 4, dataset: 2, version: 2, terms: 2, offer: 2, grant: 2, key: 4, book: 1 });
    expect(report.compared.event).to.be.greaterThan(50);
    expect((await db('check')).stdout).to.include('index and contracts agree at block');
  });

  it('finds whatever was changed, and a rebuild mends it', async () => {
    const changes: [string, RegExp][] = [
      ['update accounts set credited = credited + 1 where member_id = 2', /^member 2, credited: index \d+, contracts \d+$/m],
      ['update grants set member_id = 3 where id = 2', /^grant 2, member: index 3, contracts 4$/m],
      [
        "update payees set share_bps = 1 where table_id = 2 and kind = 'royalty'",
        /^version 2, payees: index .*royalty 1 1 onward/m,
      ],
      [`update versions set content_root = '0x${'00'.repeat(32)}' where id = 1`, /^version 1, contentRoot: index 0x0+, /m],
      ['update member_keys set revoked = true where member_id = 2', /^key \d, revoked: index true, contracts false$/m],
      ['delete from offers where id = 2', /^number of offers: index 1, contracts 2$/m],
      ['delete from events where block = 20', /^row of events in blocks \d+ to \d+: index none, contracts .*block 20,/m],
      ['update books set fees_paid = fees_paid + 1', /^book 1, fees: index -?\d+, contracts \d+$/m],
    ];
    await tamper(changes.map(([statement]) => statement).join('; '));
    const found = await db('check');
    expect(found.code, found.stderr).to.equal(1);
    for (const [statement, sentence] of changes) expect(found.stdout, statement).to.match(sentence);
    const mended = await db('rebuild');
    expect(mended, mended.stderr).to.include({ code: 0 });
    expect(await db('check')).to.include({ code: 0 });
  });

  it('finds a row of any table that no event has made, and one that is gone', async () => {
    const changes: [string, RegExp][] = [
      ['delete from payees where table_id = 1', /^version 1, payees: index none, contracts originator/m],
      ['delete from purchases where grant_id = 1', /^row of purchases .*: index none, contracts .*grant_id 1, /m],
      ['update collections set fee = fee + 1', /^row of collections .*: index none, /m],
      ['delete from distributions where table_id = 2', /^row of distributions .*: index none, /m],
      ['delete from distribution_lines where table_id = 2', /^row of distribution_lines .*: index none, /m],
      ['update payouts set amount = amount + 1', /^row of payouts .*: index none, /m],
      ['delete from member_keys where member_id = 3', /^row of member_keys .*: index none, contracts .*member_id 3$/m],
      ['delete from sources', /^row of sources .*: index none, /m],
      [
        "update members set legal_name = 'Somebody Else' where id = 2",
        /^row of members .*legal_name Somebody Else, .*contracts none$/m,
      ],
      ['update ownerships set owner_id = 1', /^row of ownerships .*: index none, /m],
      ["update events set args = '{}' where type = 'PaidOut'", /^row of events .*: index none, contracts args {"account":/m],
      ['insert into event_members values (1, 1, 99)', /^row of event_members .*log_index 99, member_id 1, contracts none$/m],
      ['delete from event_datasets where dataset_id = 2', /^row of event_datasets .*: index none, /m],
      ["update versions set title = 'Lie' where id = 2", /^row of versions .*title Lie, .*contracts none$/m],
      ['update books set collected = collected + 5, paid_out = paid_out + 5', /^collected: index \d+, contracts \d+$/m],
      ['update table_totals set given = given + 1 where table_id = 2', /^given by table 2: index \d+, contracts \d+$/m],
      ['update days set refunded = refunded + 1', /^refunded on day \d+: index 1, contracts 0$/m],
    ];
    await tamper(changes.map(([statement]) => statement).join('; '));
    const found = await db('check');
    expect(found.code, found.stderr).to.equal(1);
    for (const [statement, sentence] of changes) expect(found.stdout, statement).to.match(sentence);
    expect(await db('rebuild')).to.include({ code: 0 });
  });

  it('rebuilds a store that an older version has left', async () => {
    await tamper(`delete from migrations where name like '0005%'; drop table payout_holds;
      drop index payout_transactions_by_nonce, payout_transactions_by_run;
      alter table payout_runs drop column problem_code, drop column repeats;
      alter table payout_transactions drop column sender, drop column gas_limit, drop column gas_price,
        drop column priority_price, drop column signed_at`);
    const { code, stderr } = await db('rebuild');
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
  });

  it('keeps what the payout runner wrote down', async () => {
    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
    const runs = await store.db.selectFrom('payout_runs').selectAll().execute();
    const transactions = await store.db.selectFrom('payout_transactions').selectAll().execute();
    await store.close();
    expect(runs.length).to.be.greaterThan(0);
    expect(transactions.length).to.be.greaterThan(1);
  });

  it('says what it can do, and refuses what it can not', async () => {
    expect(await db('check', '--everything')).to.include({ code: 1 });
    expect((await db('--help')).stdout).to.include('genba db rebuild');
  });

  it(ON_POSTGRES ? 'goes on beside a running service' : 'is refused while a service runs', async () => {
    live.service = await startService(live.config, live.deployment);
    if (!ON_POSTGRES) {
      const { code, stderr } = await db('check');
      expect({ code, stderr }).to.deep.include({ code: 1 });
      expect(stderr).to.match(/^STORE_LOCKED: Already in use by process \d+/);
      return;
    }
    expect(await db('check')).to.include({ code: 0 });
    expect(await db('rebuild')).to.include({ code: 0 });
    // The service goes on with the tables that took the place of its own, and gives new runs new numbers.
    await live.fund(live.office.address, 1n);
    await live.service.index.reached(await live.provider.getBlockNumber());
    await live.service.runPayouts();
    const { data } = await createApi(live.service.url).page('events', { order: 'desc', limit: 1 });
    expect(data[0]?.type).to.equal('Transfer');
    expect(await db('check')).to.include({ code: 0 });
  });

  it('sees a store that nobody has brought up to date', async () => {
    await live.service.close();
    await tamper("delete from migrations where name like '0001%'");
    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment), 'read').catch((error) => error);
    expect(store).to.include({ code: 'STORE_OLDER' });
    const engine = await openStoreOrRefuse({ ...placeOf(live.config, live.deployment), schema: 'elsewhere' });
    await sql`insert into migrations values ('9999_future.sql')`.execute(engine.db);
    await engine.close();
    const newer = await openStoreOrRefuse({ ...placeOf(live.config, live.deployment), schema: 'elsewhere' }).catch(
      (error) => error,
    );
    expect(newer).to.include({ code: 'STORE_NEWER' });
  });
});
