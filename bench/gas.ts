import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Wallet, ZeroHash } from 'ethers';
import { productionBuild } from '../scripts/build.js';
import type { Payee } from '../sdk/entry.js';
import { type Ledger, mine } from '../sdk/ledger.js';
import { type Order, signAuthorization, signPermit } from '../sdk/orders.js';
import { signTicket } from '../sdk/signing.js';
import { type BenchConsortium, type Done, derive, startBenchConsortium } from './consortium.js';

const SNAPSHOT = path.resolve(import.meta.dirname, '..', '.gas-snapshot');
const GAS = { gasPrice: 0n };
const MEMBERS = 131;
const DISTANT = 2n ** 32n;

const USAGE = `usage: npm run gas [-- --check]
Measures the gas of each operation on the production build and writes .gas-snapshot; with --check, compares and fails on any change.`;

type Royalty = Extract<Payee, { kind: 'royalty' }>;

/** Measures every operation in steady state: slots that a payout leaves behind are not zero. */
async function measure(bench: BenchConsortium): Promise<Map<string, bigint>> {
  const gas = new Map<string, bigint>();
  const note = (name: string, used: bigint) => gas.set(name, used);
  const of = (memberId: number) => bench.ledgers[memberId] as Ledger;
  const evenly = (count: number): Payee[] =>
    Array.from({ length: count }, (_, i) => ({
      kind: 'originator',
      id: i + 1,
      shareBps: Math.floor(10_000 / count) + (i < 10_000 % count ? 1 : 0),
    }));
  const distribute = (...ids: number[]) => mine(of(1).revenue.distribute(ids, GAS));
  const payOut = (...ids: number[]) => mine(of(1).revenue.payOut(ids, GAS));

  // Registering.
  await bench.register(2, evenly(1));
  const single = await bench.register(2, [{ kind: 'originator', id: 2, shareBps: 10_000 }]);
  note('register, 1 originator', single.gas);
  const ten = await bench.register(2, evenly(10));
  note('register, 10 originators', ten.gas);
  const twenty = await bench.register(2, evenly(20));
  const full = await bench.register(2, evenly(128));
  note('register, 128 originators', full.gas);

  // Deriving: from a parent with one royalty (2 entries), and with nine (10 entries).
  await bench.register(3, [{ kind: 'originator', id: 3, shareBps: 10_000 }]);
  note('register a derivative, source without royalties', (await derive(bench, 2, single, [], 3, 1000)).gas);
  const child = await derive(bench, 2, single, [], 3, 1000);
  const childRoyalties: Royalty[] = [{ kind: 'royalty', id: single.versionId, shareBps: 1000, onward: true }];
  note('register a derivative, source of 2 entries', (await derive(bench, 3, child, childRoyalties, 2, 1000)).gas);
  let chain: Done = child;
  let carried = childRoyalties;
  const edges = [single, child];
  for (let link = 0; link < 8; link++) {
    const maker = link % 2 === 0 ? 2 : 3;
    const next = await derive(bench, maker === 2 ? 3 : 2, chain, carried, maker, 500);
    carried = [...carried, { kind: 'royalty', id: chain.versionId, shareBps: 500, onward: true }];
    edges.push(next);
    chain = next;
  }
  note('register a derivative, source of 10 entries', (await derive(bench, 3, chain, carried, 2, 500)).gas);
  note('register, 1 originator and 127 royalties', await mostRoyalties(bench));

  // Buying.
  const offer = await bench.offer(2, ten);
  await bench.buy(20, offer, ten.versionId);
  const { grantId } = await bench.buy(21, offer, ten.versionId);
  note('buy access, member that has bought before', (await bench.buy(20, offer, ten.versionId)).gas);
  note('buy access, first time', (await bench.buy(22, offer, ten.versionId)).gas);
  const fullOffer = await bench.offer(2, full);
  await bench.buy(20, fullOffer, full.versionId);
  note('buy access, 128 originators', (await bench.buy(20, fullOffer, full.versionId)).gas);
  const following = await bench.offer(2, ten, { follows: true });
  note('buy access that follows updates', (await bench.buy(20, following, ten.versionId)).gas);
  note('buy the right to derive, source of 10 entries', await buyDerive(bench, 3, chain));
  const order = { grantId: 0, offerId: offer, versionId: ten.versionId, units: 0 };
  await bench.buy(23, offer, ten.versionId);
  const permit = await signPermit(of(23), bench.wallets[23] as Wallet, 1_000_000n, DISTANT);
  note('buy access by permit', (await mine(of(23).market.acceptWithPermit(order, permit, GAS))).gasUsed);
  note('buy access by authorization', await buyByAuthorization(bench, order));
  note('renew', (await mine(of(21).market.renew(grantId, offer, ten.versionId, 0, 1_000_000n, GAS))).gasUsed);

  // Distributing: accounts are paid once before, so that no slot is fresh.
  const twentyOffer = await bench.offer(2, twenty);
  await bench.buy(20, twentyOffer, twenty.versionId);
  await distribute(full.versionId, twenty.versionId, ten.versionId);
  await payOut(...Array.from({ length: 128 }, (_, i) => i + 1));
  for (const [name, table, tableOffer] of [
    ['distribute one table to 10 payees', ten, offer],
    ['distribute one table to 20 payees', twenty, twentyOffer],
    ['distribute one table to 128 payees', full, fullOffer],
  ] as const) {
    await bench.buy(20, tableOffer, table.versionId);
    note(name, (await distribute(table.versionId)).gasUsed);
  }
  note(
    'distribute, each further payee',
    ((gas.get('distribute one table to 20 payees') ?? 0n) - (gas.get('distribute one table to 10 payees') ?? 0n)) / 10n,
  );
  note('one derivation edge, in a batch', await edgeCost(bench));

  note('settle a metered ticket, in a batch', await ticketCost(bench, ten));

  // Paying.
  await payOut(1, 2);
  await bench.buy(20, offer, ten.versionId);
  await distribute(ten.versionId);
  const paid = await payOut(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  await bench.buy(20, offer, ten.versionId);
  await distribute(ten.versionId);
  const paidTwo = await payOut(1, 2);
  note('pay one member, in a batch', (paid.gasUsed - paidTwo.gasUsed) / 8n);
  return gas;
}

/** Somebody else sends what the buyer has signed. */
async function buyByAuthorization(bench: BenchConsortium, order: Order): Promise<bigint> {
  const details = { order, price: 1_000_000n, memberId: 20, salt: ZeroHash, validAfter: 0n, validBefore: DISTANT };
  const ledger = bench.ledgers[21] as Ledger;
  const authorization = await signAuthorization(ledger, bench.wallets[20] as Wallet, details);
  return (await mine(ledger.market.acceptWithAuthorization(order, authorization, GAS))).gasUsed;
}

/** Tickets of 2 and of 22 holders, each with uses before: what one more costs. */
async function ticketCost(bench: BenchConsortium, version: Done): Promise<bigint> {
  const offer = await bench.offer(2, version, { units: 1 });
  const holders = Array.from({ length: 22 }, (_, i) => i + 30);
  const grants = new Map<number, number>();
  for (const holder of holders) grants.set(holder, (await bench.buy(holder, offer, version.versionId, 1000)).grantId);
  const settle = async (some: number[], units: number) => {
    const tickets = await Promise.all(
      some.map(async (holder) => {
        const signer = bench.wallets[holder] as Wallet;
        const ticket = { grantId: grants.get(holder) as number, units, key: signer.address, deadline: DISTANT };
        return { ...ticket, signature: await signTicket(signer, bench.deployment, ticket) };
      }),
    );
    return (await mine((bench.ledgers[1] as Ledger).grants.consume(tickets, GAS))).gasUsed;
  };
  await settle(holders, 7);
  return ((await settle(holders, 900)) - (await settle(holders.slice(0, 2), 1000))) / 20n;
}

/** 127 own datasets, and one that gives each a royalty: the longest table of royalties. */
async function mostRoyalties(bench: BenchConsortium): Promise<bigint> {
  const royalties: Royalty[] = [];
  for (let i = 0; i < 127; i++) {
    const { versionId } = await bench.register(4, [{ kind: 'originator', id: 4, shareBps: 10_000 }]);
    royalties.push({ kind: 'royalty', id: versionId, shareBps: 10, onward: true });
  }
  return (await bench.register(4, [{ kind: 'originator', id: 4, shareBps: 10_000 - 1270 }, ...royalties])).gas;
}

async function buyDerive(bench: BenchConsortium, owner: number, source: Done): Promise<bigint> {
  const offer = await bench.offer(owner, source, { royaltyBps: 100, rights: ['read', 'derive', 'onward'] });
  await bench.buy(20, offer, source.versionId);
  return (await bench.buy(20, offer, source.versionId)).gas;
}

/** Sells each of a row of derivatives that all pay one source, then distributes 2 and 12 of them: what one more costs. */
async function edgeCost(bench: BenchConsortium): Promise<bigint> {
  const source = await bench.register(2, [{ kind: 'originator', id: 2, shareBps: 10_000 }]);
  const children: { done: Done; offer: number }[] = [];
  for (let i = 0; i < 12; i++) {
    const done = await derive(bench, 2, source, [], 3, 3000);
    children.push({ done, offer: await bench.offer(3, done) });
  }
  const ids = [source.versionId, ...children.map((one) => one.done.versionId)].sort((a, b) => b - a);
  const sellAll = async () => {
    for (const { done, offer } of children) await bench.buy(20, offer, done.versionId);
  };
  const ledger = (bench.ledgers[1] as Ledger).revenue;
  await sellAll();
  await mine(ledger.distribute(ids, GAS));
  await mine((bench.ledgers[1] as Ledger).revenue.payOut([2, 3], GAS));
  await sellAll();
  const two = await mine(ledger.distribute(ids.slice(-3), GAS));
  await mine(ledger.distribute(ids, GAS));
  await sellAll();
  const twelve = await mine(ledger.distribute(ids, GAS));
  return (twelve.gasUsed - two.gasUsed) / 10n;
}

const options = process.argv.slice(2);
if (options.includes('--help')) {
  console.log(USAGE);
} else {
  const build = productionBuild((line) => console.error(line));
  console.error('measuring …');
  const bench = await startBenchConsortium(build, MEMBERS);
  const measured = await measure(bench);
  await bench.close();
  const text = `${[...measured].map(([name, used]) => `${name}: ${used}`).join('\n')}\n`;
  const before = existsSync(SNAPSHOT) ? readFileSync(SNAPSHOT, 'utf8') : '';
  console.log(text.trimEnd());
  if (!options.includes('--check')) writeFileSync(SNAPSHOT, text);
  else if (text !== before) {
    const known = new Set(before.split('\n'));
    console.error(
      `\ngas changed:\n${text
        .split('\n')
        .filter((line) => !known.has(line))
        .join('\n')}`,
    );
    console.error("say why in the commit, and write the new numbers with 'npm run gas'");
    process.exitCode = 1;
  }
}
