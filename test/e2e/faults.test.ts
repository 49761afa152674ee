import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Wallet } from 'ethers';
import { createApi } from '../../sdk/api/client.js';
import { signIn } from '../../sdk/sign-in.js';
import { startService } from '../../server/main.js';
import { type LiveLedger, startLiveLedger } from '../support/live-ledger.js';
import { freePort } from '../support/postgres.js';
import { startProxy } from '../support/proxy.js';
import { ON_POSTGRES, testPostgres } from '../support/stores.js';
import { supervise } from '../support/supervised.js';

/** Whatever is wrong around the service: it says what, in a sentence, and loses nothing. */
describe('faults around the service', function () {
  this.timeout(180_000);
  let live: LiveLedger;

  before(async () => {
    live = await startLiveLedger();
  });
  after(() => live.close());

  const start = (config: object, deployment: object = {}) =>
    startService({ ...live.config, ...config }, { ...live.deployment, ...deployment }).catch((error: { code: string }) => error);

  it('refuses the wrong chain, a chain without the contracts, and one that does not answer', async () => {
    expect(await start({}, { chainId: 4711 })).to.include({ code: 'CHAIN_OTHER' });
    const contracts = { ...live.deployment.contracts, MemberRegistry: Wallet.createRandom().address };
    expect(await start({}, { contracts })).to.include({ code: 'DEPLOYMENT_STALE' });
    expect(await start({ rpcUrls: ['http://127.0.0.1:9'] })).to.include({ code: 'CHAIN_UNREACHABLE' });
  });

  it('refuses a folder that it can not write to, and a database that is not there', async () => {
    const file = path.join(live.folder, 'a-file');
    writeFileSync(file, '');
    expect(await start({ dataFolder: path.join(file, 'data') })).to.include({ code: 'DATA_UNWRITABLE' });
    const nowhere = await start({ databaseUrl: 'postgres://somebody:secret@127.0.0.1:9/ledger' });
    expect(nowhere).to.include({ code: 'STORE_UNREACHABLE' });
    expect(String((nowhere as unknown as Error).message)).to.not.include('secret');
  });

  it('goes on by itself after the database was away', async function () {
    if (!ON_POSTGRES) {
      console.log('      skipped on PGlite: it lives inside the service');
      this.skip();
    }
    const database = await testPostgres();
    const ask = () =>
      createApi(live.service.url)
        .get('books')
        .then(
          () => 'well',
          (error: { code: string }) => error.code,
        );
    expect(await ask()).to.equal('well');
    await database.kill();
    expect(await ask()).to.equal('STORE_UNREACHABLE');
    const said = await signIn(live.office, live.deployment, live.service.url);
    const headers = { 'content-type': 'application/json' };
    const signedIn = await fetch(`${live.service.url}/tokens`, { method: 'POST', headers, body: JSON.stringify(said) });
    expect(await signedIn.json()).to.include({ code: 'STORE_UNREACHABLE' });
    await live.fund(live.office.address, 5n);
    await database.start();
    await until(async () => (await ask()) === 'well');
    await live.service.index.reached(await live.provider.getBlockNumber());
    const { data } = await createApi(live.service.url).page('events', { order: 'desc', limit: 1 });
    expect(data[0]).to.include({ type: 'Transfer', block: await live.provider.getBlockNumber() });
    await until(async () => (await createApi(live.service.url).plain<{ healthy: boolean }>('/health', [503])).healthy);
  });

  it('is not ready while the network to the database swallows all, and goes on when it is back', async function () {
    if (!ON_POSTGRES) {
      console.log('      skipped on PGlite: it lives inside the service');
      this.skip();
    }
    await live.service.close();
    const url = new URL(live.config.databaseUrl as string);
    const proxy = await startProxy(Number(url.port));
    url.port = String(proxy.port);
    live.service = await startService({ ...live.config, databaseUrl: url.href }, live.deployment);
    const ready = async () => (await createApi(live.service.url).plain<{ ready: boolean }>('/ready', [503])).ready;
    await live.service.index.reached(await live.provider.getBlockNumber());
    expect(await ready()).to.equal(true);
    proxy.swallow(true);
    await until(async () => !(await ready()));
    proxy.swallow(false);
    await until(ready);
    expect((await createApi(live.service.url).get('books')).data.feeBps).to.equal(100);
    await live.service.close();
    proxy.close();
    live.service = await startService(live.config, live.deployment);
  });

  it('says so when the disk is full, and has everything once there is room', async function () {
    if (ON_POSTGRES) {
      console.log('      skipped on PostgreSQL: its disk is the database administrator’s');
      this.skip();
    }
    const disk = mkdtempSync(path.join(os.tmpdir(), 'genba-disk-'));
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', disk]).status !== 0) {
      rmSync(disk, { recursive: true });
      console.log('      skipped: a small disk can not be mounted here');
      this.skip();
    }
    const filler = path.join(disk, 'filler');
    const settings = {
      ...live.environment,
      GENBA_DATA: path.join(disk, 'data'),
      GENBA_RPC_URL: live.chain.url,
      GENBA_LOG: 'error',
    };
    mkdirSync(settings.GENBA_DATA);
    const port = String(await freePort());
    const service = supervise('bin/genba.mjs', ['serve'], { ...settings, GENBA_PORT: port });
    const api = createApi(`http://127.0.0.1:${port}`);
    const indexed = async () => (await api.get('books').catch(() => undefined))?.asOf.block;
    try {
      await until(async () => (await indexed()) === (await live.provider.getBlockNumber()));
      const free = () => statfsSync(disk).bavail * statfsSync(disk).bsize;
      writeFileSync(filler, Buffer.alloc(free()));
      for (let i = 0; i < 40; i++) await live.fund(live.office.address, 7n);
      await until(async () => {
        const health = await api.plain<{ healthy: boolean }>('/health', [503]).catch(() => undefined);
        return health?.healthy === false || service.starts() > 1 || (await indexed()) === undefined;
      });
      rmSync(filler);
      // A service manager starts it again when it has ended.
      await until(async () => (await indexed()) === (await live.provider.getBlockNumber()));
      const { data } = await api.all('events', { type: 'Transfer', contract: 'SettlementToken' });
      expect(data.filter((one) => one.args.value === '7')).to.have.length(40);
    } finally {
      await service.stop('SIGKILL');
      spawnSync('umount', [disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const started = Date.now(); !(await holds()); await sleep(100)) {
    if (Date.now() - started > 90_000) throw new Error('it does not come');
  }
}
