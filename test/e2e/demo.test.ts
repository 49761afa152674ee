import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { PAST_DAYS } from '../../scripts/demo/demo.js';
import type { Api } from '../../sdk/api/client.js';
import { createRandom } from '../differential/random.js';
import { type DemoLedger, placeDemo } from '../support/demo-ledger.js';

const KILLS = 4;
const SEED = Date.now() % 1_000_000;

/** All that money and rights did in the demo's past, by the time since its first second. */
async function readPast(api: Api, genesis: number) {
  const isPast = ({ time }: { time: number }) => time - genesis < PAST_DAYS * 86_400;
  const [purchases, payouts, refunds] = [await api.all('purchases'), await api.all('payouts'), await api.all('refunds')];
  const [versions, members] = [await api.all('versions'), await api.all('members')];
  return {
    purchases: purchases.data
      .filter(isPast)
      .map(({ buyer, gross, kind, offerId, time, versionId }) => [kind, buyer.id, offerId, versionId, gross, time - genesis]),
    payouts: payouts.data.filter(isPast).map(({ amount, kind, member, time }) => [kind, member.id, amount, time - genesis]),
    refunds: refunds.data.map(({ amount, grantId, time }) => [grantId, amount, time - genesis]),
    versions: versions.data.map(({ contentRoot, datasetId, publishedAt, withdrawn }) => [
      datasetId,
      contentRoot,
      publishedAt - genesis,
      withdrawn,
    ]),
    members: members.data.map(({ legalName }) => legalName),
  };
}

function genesisOf({ folder }: DemoLedger): number {
  const [first] = readFileSync(path.join(folder, 'chain.jsonl'), 'utf8').split('\n');
  return Math.floor(Date.parse((JSON.parse(first as string) as { genesis: string }).genesis) / 1000);
}

describe(`demo consortium (kills by seed ${SEED})`, function () {
  this.timeout(300_000);
  let whole: DemoLedger;
  let killed: DemoLedger;
  before(async () => {
    whole = await placeDemo();
    killed = await placeDemo();
    await whole.start();
  });
  after(async () => {
    await whole?.forget();
    await killed?.forget();
  });

  it('has a past of three levels, with sums that agree', async () => {
    const { data: lineage } = await whole.api.all('lineage', { id: 6, depth: 9 });
    expect(Math.max(...lineage.map((edge) => edge.depth))).to.equal(3);
    const { data: books } = await whole.api.get('books');
    const { data: purchases } = await whole.api.all('purchases');
    expect(BigInt(books.collected)).to.equal(purchases.reduce((sum, { gross }) => sum + BigInt(gross), 0n));
    const held = BigInt(books.inTables) + BigInt(books.credit) + BigInt(books.fees);
    expect(BigInt(books.tracked)).to.equal(held);
    const health = await whole.api.plain<{ healthy: boolean }>('/health');
    expect(health.healthy).to.equal(true);
  });

  it(`is the same after ${KILLS} kills in the middle`, async () => {
    const random = createRandom(SEED);
    for (let kill = 0; kill < KILLS; kill++) await killed.startAndKill(random.between(2_000, 5_500));
    await killed.start();
    expect(await readPast(killed.api, genesisOf(killed))).to.deep.equal(await readPast(whole.api, genesisOf(whole)));
  });

  it('goes on where it was after a stop and after a kill', async () => {
    const before = await readPast(whole.api, genesisOf(whole));
    const { asOf } = await whole.api.get('books');
    expect(await whole.stop()).to.equal(0);
    await whole.start();
    await whole.kill();
    await whole.start();
    expect(await readPast(whole.api, genesisOf(whole))).to.deep.equal(before);
    expect((await whole.api.get('books')).asOf.block).to.be.at.least(asOf.block);
  });

  it('is restored from its folder alone, and never puts other contracts beside its own', async () => {
    const { folder } = whole;
    const contractsOf = () => readFileSync(path.join(folder, 'deployments', 'embedded.json'), 'utf8');
    const before = contractsOf();
    await whole.stop();
    rmSync(path.join(folder, 'deployments'), { recursive: true });
    await whole.start();
    expect(contractsOf()).to.equal(before);

    await whole.stop();
    const journal = readFileSync(path.join(folder, 'chain.jsonl'), 'utf8');
    renameSync(path.join(folder, 'deployment'), path.join(folder, 'deployment.away'));
    rmSync(path.join(folder, 'deployments'), { recursive: true });
    const refusal = await whole.start().catch((error: Error) => error.message);
    expect(refusal).to.contain('DEPLOYMENT_LOST');
    expect(readFileSync(path.join(folder, 'chain.jsonl'), 'utf8')).to.equal(journal);
    // What only the others have a copy of is taken over.
    mkdirSync(path.join(folder, 'deployments'));
    const copy = path.join(folder, 'deployment.away', 'embedded.json');
    copyFileSync(copy, path.join(folder, 'deployments', 'embedded.json'));
    await whole.start();
    expect(contractsOf()).to.equal(before);
    expect(readFileSync(path.join(folder, 'deployment', 'embedded.json'), 'utf8')).to.equal(before);
  });

  it('is not taken for a ledger without companies', async () => {
    await whole.stop();
    const refusal = await whole.start('--empty').catch((error: Error) => error.message);
    expect(refusal).to.contain('BAD_ARGUMENT').and.to.contain('--empty');
  });
});
