import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import { contentRootOf } from '../../sdk/content-root.js';
import { type Payee, packEntry, unpackEntry } from '../../sdk/entry.js';
import { LedgerError } from '../../sdk/errors.js';
import { connectLedger, mine } from '../../sdk/ledger.js';
import { priceOf, signAuthorization } from '../../sdk/orders.js';
import { signTicket } from '../../sdk/signing.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

const DATA = path.resolve(import.meta.dirname, '..', '..', '..', 'shared', 'data');
const LINEAGE = path.join(DATA, 'nist-tdp-cover-lineage');
const FILES = {
  nc: path.join(LINEAGE, '1-nc', 'NIST_MTC_CRADA_COVER_REV-A.NC'),
  op1: path.join(LINEAGE, '4-split-by-operation', 'Cover-Op1-Hurco04-01of20.txt'),
  op2: path.join(LINEAGE, '4-split-by-operation', 'Cover-Op2-Hurco04-01of20.txt'),
  op3: path.join(LINEAGE, '4-split-by-operation', 'Cover-Op3-Hurco04-01of20.txt'),
  part: path.join(LINEAGE, '5-part', 'Cover-Hurco04-01of20.txt'),
  xml: path.join(LINEAGE, '6-mtconnect', 'Cover-Hurco04-01of20.xml'),
};
const ENERGY = path.join(DATA, 'steel-energy-gwangyang', 'Steel_industry_data.csv');

type Company = keyof typeof FILES | 'buyer';
const COMPANIES: Record<Company, string> = {
  nc: 'Program Office Co.',
  op1: 'Roughing Works Co.',
  op2: 'Drilling Works Co.',
  op3: 'Finishing Works Co.',
  part: 'Cover Makers Co.',
  xml: 'Machine Data Co.',
  buyer: 'Final Assembly Co.',
};

interface Registered {
  datasetId: number;
  versionId: number;
  contentRoot: string;
  payees: Payee[];
}

/** A sale as the test knows it: gross price and the table it pays. */
interface Sale {
  tableId: number;
  price: bigint;
}

const FEE_BPS = 100n;
const WHOLE_BPS = 10_000n;

describe('real input: from an NC program to an originator’s payout', function () {
  this.timeout(300_000);
  let live: LiveLedger;
  const members = {} as Record<Company, number>;
  const registered = {} as Record<keyof typeof FILES | 'middle' | 'leaf', Registered>;
  const sales: Sale[] = [];

  before(async function () {
    if (!existsSync(LINEAGE) || !existsSync(ENERGY)) {
      console.log(`      skipped: no real data at ${DATA}`);
      this.skip();
    }
    live = await startLiveLedger({ feeBps: Number(FEE_BPS) });
    for (const [key, legalName] of Object.entries(COMPANIES) as [Company, string][]) {
      members[key] = await admitCompany(live, key, legalName);
    }
  });

  after(async () => {
    await live?.close();
  });

  const register = async (name: keyof typeof registered, company: Company, file: string, sources: string[]) => {
    const args = ['dataset', 'register', file, ...sources.flatMap((source) => ['--source', source])];
    registered[name] = await live.json<Registered>(args, company);
  };
  const offer = async (company: Company, name: keyof typeof registered, args: string[]): Promise<number> => {
    const { offerId } = await live.json<{ offerId: number }>(
      ['offer', 'open', String(registered[name].datasetId), ...args],
      company,
    );
    return offerId;
  };
  const buy = async (company: Company, offerId: number, name: keyof typeof registered, price: bigint): Promise<number> => {
    const { grantId } = await live.json<{ grantId: number }>(['access', 'buy', String(offerId), '--max', String(price)], company);
    sales.push({ tableId: registered[name].versionId, price });
    return grantId;
  };
  const deriveTerms = (price: bigint, royalty: string) => [
    '--price',
    String(price),
    '--rights',
    'read,derive,onward',
    '--royalty',
    royalty,
  ];

  it('has operations 1 to 3 that make up the part, byte for byte', () => {
    const digest = (...files: string[]) => {
      const hash = createHash('sha256');
      for (const file of files) hash.update(readFileSync(file));
      return hash.digest('hex');
    };
    expect(digest(FILES.op1, FILES.op2, FILES.op3)).to.equal(digest(FILES.part));
  });

  it('registers the chain of files, each by another company, deriving by bought right', async () => {
    await register('nc', 'nc', FILES.nc, []);
    const ncOffer = await offer('nc', 'nc', deriveTerms(50_001n, '20%'));
    for (const operation of ['op1', 'op2', 'op3'] as const) {
      const grant = await buy(operation, ncOffer, 'nc', 50_001n);
      await register(operation, operation, FILES[operation], [`${registered.nc.versionId}@${grant}`]);
    }
    const sources: string[] = [];
    for (const operation of ['op1', 'op2', 'op3'] as const) {
      const operationOffer = await offer(operation, operation, deriveTerms(30_007n, '10%'));
      const grant = await buy('part', operationOffer, operation, 30_007n);
      sources.push(`${registered[operation].versionId}@${grant}`);
    }
    await register('part', 'part', FILES.part, sources);
    const partOffer = await offer('part', 'part', deriveTerms(20_011n, '20%'));
    const partGrant = await buy('xml', partOffer, 'part', 20_011n);
    await register('xml', 'xml', FILES.xml, [`${registered.part.versionId}@${partGrant}`]);

    for (const [name, file] of Object.entries(FILES) as [keyof typeof FILES, string][]) {
      const { contentRoot, versionId } = registered[name];
      expect(contentRoot).to.equal((await contentRootOf(file)).root);
      expect(await live.ledger.datasets.contentRootOf(versionId)).to.equal(contentRoot);
    }
  });

  it('gives the XML the table NC 20, operations 10 + 10 + 10, part 20, own maker 30', async () => {
    const table = (await live.ledger.datasets.payeesOf(registered.xml.versionId)).map(unpackEntry);
    expect(table).to.deep.equal([
      { kind: 'originator', id: members.xml, shareBps: 3000 },
      { kind: 'royalty', id: registered.nc.versionId, shareBps: 2000, onward: true },
      { kind: 'royalty', id: registered.op1.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.op2.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.op3.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.part.versionId, shareBps: 2000, onward: true },
    ]);
  });

  it('refuses a middle table of the part’s owner that leaves the NC royalty out, with the number', async () => {
    const wallet = await live.wallet('part');
    const { datasets } = connectLedger(live.deployment, wallet);
    const payees: Payee[] = [
      { kind: 'originator', id: members.part, shareBps: 7000 },
      ...(['op1', 'op2', 'op3'] as const).map(
        (name): Payee => ({ kind: 'royalty', id: registered[name].versionId, shareBps: 1000, onward: true }),
      ),
    ];
    const draft = {
      contentRoot: registered.part.contentRoot,
      byteSize: 1,
      format: 1,
      metadataHash: ZeroHash,
      metadataUri: '',
      payees: payees.map(packEntry),
      sources: [{ versionId: registered.part.versionId, grantId: 0 }],
    };
    const before = await live.ledger.datasets.versionCount();
    const refusal = await mine(datasets.register(draft, { gasPrice: 0 })).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(LedgerError);
    expect((refusal as LedgerError).code).to.equal('DatasetRegistry_RoyaltyMissing');
    expect((refusal as LedgerError).details).to.deep.equal({ datasetId: String(registered.nc.datasetId), shareBps: '2000' });
    expect(await live.ledger.datasets.versionCount()).to.equal(before);
  });

  it('carries every royalty through a middle dataset of the part’s owner, diluting nobody', async () => {
    await register('middle', 'part', FILES.part, [String(registered.part.versionId)]);
    const middleOffer = await offer('part', 'middle', deriveTerms(10_003n, '20%'));
    const grant = await buy('buyer', middleOffer, 'middle', 10_003n);
    await register('leaf', 'buyer', FILES.xml, [`${registered.middle.versionId}@${grant}`]);
    const table = (await live.ledger.datasets.payeesOf(registered.leaf.versionId)).map(unpackEntry);
    expect(table).to.deep.equal([
      { kind: 'originator', id: members.buyer, shareBps: 3000 },
      { kind: 'royalty', id: registered.nc.versionId, shareBps: 2000, onward: true },
      { kind: 'royalty', id: registered.op1.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.op2.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.op3.versionId, shareBps: 1000, onward: true },
      { kind: 'royalty', id: registered.middle.versionId, shareBps: 2000, onward: true },
    ]);
  });

  it('sells and renews the XML’s access, and the leaf’s', async () => {
    const xmlOffer = await offer('xml', 'xml', ['--price', '99999', '--period', '30d']);
    const grant = await buy('buyer', xmlOffer, 'xml', 99_999n);
    await live.json(['access', 'renew', String(grant)], 'buyer');
    sales.push({ tableId: registered.xml.versionId, price: 99_999n });
    expect((await live.cli(['access', 'check', String(grant)])).code).to.equal(0);
    expect((await live.cli(['access', 'check', String(grant), '--member', String(members.nc)])).code).to.equal(1);
    const leafOffer = await offer('buyer', 'leaf', ['--price', '77777']);
    await buy('nc', leafOffer, 'leaf', 77_777n);
  });

  it('is bought by permit: the CLI’s buyers have approved nothing', async () => {
    for (const company of Object.keys(members) as Company[]) {
      const { address } = await live.wallet(company);
      expect(await live.ledger.token.allowance(address, live.deployment.contracts.AccessMarket)).to.equal(0n);
    }
    const used = await live.ledger.market.queryFilter(live.ledger.market.filters.AccessPurchased());
    expect(used.length).to.equal(sales.filter((one) => one.price !== 0n).length - 1);
  });

  it('is bought by authorization, which somebody else sends, and used up by tickets', async () => {
    const counted = await offer('xml', 'xml', ['--price', '501', '--units', '100']);
    const buyer = await live.wallet('buyer');
    const order = { grantId: 0, offerId: counted, versionId: registered.xml.versionId, units: 300 };
    const price = priceOf(await live.ledger.market.offerOf(counted), order.units);
    expect(price).to.equal(1_503n);
    const signed = await signAuthorization(live.ledger, buyer, {
      order,
      price,
      memberId: members.buyer,
      salt: ZeroHash,
      validAfter: 0n,
      validBefore: 2n ** 40n,
    });
    const gateway = connectLedger(live.deployment, await live.wallet('xml'));
    const bought = await mine(gateway.market.acceptWithAuthorization(order, signed, { gasPrice: 0 }));
    sales.push({ tableId: registered.xml.versionId, price });
    const grantId = Number(bought.events.AccessPurchased?.grantId);
    for (const units of [7, 120, 300]) {
      const said = { grantId, units, key: buyer.address, deadline: 2n ** 40n - 1n };
      const ticket = { ...said, signature: await signTicket(buyer, live.deployment, said) };
      await mine(gateway.grants.consume([ticket], { gasPrice: 0 }));
    }
    const { data } = await live.json<{ data: { id: number; units: number; used: number }[] }>([
      'access',
      'list',
      '--member',
      String(members.buyer),
    ]);
    expect(data.find((one) => one.id === grantId)).to.include({ units: 300, used: 300 });
    const check = await live.cli(['--json', 'access', 'check', String(grantId)]);
    expect(check.code).to.equal(1);
    expect(check.stdout + check.stderr).to.include('units-used-up');
  });

  it('pays every company to the unit, by the index and by the chain', async () => {
    await live.service.runPayouts();
    const expected = await expectedEarnings();
    for (const [company, memberId] of Object.entries(members) as [Company, number][]) {
      const earned = expected.get(memberId) ?? 0n;
      const { total, done } = await live.ledger.revenue.accountOf(memberId);
      expect({ total, done }, `${company} on the chain`).to.deep.equal({ total: earned, done: earned });
      const { data } = await live.json<{ data: { account: { credited: string; paid: string } } }>([
        'member',
        'show',
        String(memberId),
      ]);
      expect(data.account, `${company} in the index`).to.include({ credited: String(earned), paid: String(earned) });
      const spent = sales.length > 0 ? await spentBy(memberId) : 0n;
      const { address } = await live.wallet(company);
      expect(await live.ledger.token.balanceOf(address), `${company}'s tokens`).to.equal(10_000_000n - spent + earned);
    }
    const { healthy } = await live.json<{ healthy: boolean }>(['status']);
    expect(healthy).to.equal(true);
    expect(expected.get(members.nc)).to.be.greaterThan(0n);
  });

  it('shows payouts whose lines make up the amount', async () => {
    const { data } = await live.json<{ data: { amount: string; lines: { amount: string }[]; difference: string }[] }>([
      'payout',
      'list',
      String(members.nc),
    ]);
    expect(data).to.have.length(1);
    for (const payout of data) {
      expect(payout.difference).to.equal('0');
      expect(payout.lines.reduce((sum, line) => sum + BigInt(line.amount), 0n)).to.equal(BigInt(payout.amount));
    }
  });

  it('verifies the Gwangyang energy file and names the chunk of a flipped byte', async () => {
    const { datasetId } = await live.json<Registered>(['dataset', 'register', ENERGY], 'nc');
    expect((await live.cli(['dataset', 'verify', String(datasetId), ENERGY])).code).to.equal(0);
    const bytes = readFileSync(ENERGY);
    const offset = 20 * 65_536 + 17;
    bytes[offset] = (bytes[offset] as number) ^ 1;
    const flipped = path.join(live.folder, 'flipped.csv');
    writeFileSync(flipped, bytes);
    const result = await live.cli(['--json', 'dataset', 'verify', String(datasetId), flipped]);
    expect(result.code).to.equal(1);
    const problem = JSON.parse(result.stderr) as { code: string; details: { chunks: number[] } };
    expect(problem.code).to.equal('FILE_DIFFERS');
    expect(problem.details.chunks).to.deep.equal([20]);
  });

  /** What each member earned: from the sales and the tables alone, by floors of running totals. */
  async function expectedEarnings(): Promise<Map<number, bigint>> {
    const net = new Map<number, bigint>();
    for (const { tableId, price } of sales) net.set(tableId, (net.get(tableId) ?? 0n) + price - (price * FEE_BPS) / WHOLE_BPS);
    const royalties = new Map<number, bigint>();
    const earned = new Map<number, bigint>();
    const add = (map: Map<number, bigint>, id: number, amount: bigint) => map.set(id, (map.get(id) ?? 0n) + amount);
    const tables = Object.values(registered)
      .map((one) => one.versionId)
      .sort((a, b) => b - a);
    for (const tableId of tables) {
      const payees = Object.values(registered).find((one) => one.versionId === tableId)?.payees ?? [];
      const own = payees.filter((payee) => payee.kind === 'originator').reduce((sum, payee) => sum + BigInt(payee.shareBps), 0n);
      for (const payee of payees) {
        const fromSales = ((net.get(tableId) ?? 0n) * BigInt(payee.shareBps)) / WHOLE_BPS;
        if (payee.kind === 'royalty') add(royalties, payee.id, fromSales);
        else add(earned, payee.id, fromSales + ((royalties.get(tableId) ?? 0n) * BigInt(payee.shareBps)) / own);
      }
    }
    return earned;
  }

  /** What a member paid for access, by the chain's own log. */
  async function spentBy(memberId: number): Promise<bigint> {
    const logs = await live.ledger.revenue.queryFilter(live.ledger.revenue.filters.RevenueCollected(undefined, memberId));
    return logs.reduce((sum, log) => sum + log.args.amount, 0n);
  }
});
