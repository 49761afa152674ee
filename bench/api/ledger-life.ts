import type { LedgerEvent } from '../../server/chain/ledger-event.js';
import type { Header } from '../../server/chain/node.js';
import { createDice } from './dice.js';
import { addressOf, admit, type Deed, declare, publish, ROYALTY_BPS, type Table } from './life-deeds.js';

/** How large a ledger is. */
export interface LifeSize {
  datasets: number;
  events: number;
}

/** A block and what happened in it. */
export interface LifeBlock {
  header: Header;
  events: LedgerEvent[];
}

const MEMBERS = 5_000;
const START = 1_546_300_800;
const BLOCK_SECONDS = 300;
const PERIOD = 30 * 86_400;
/** A block has so many transactions on average. */
const IN_BLOCK = 5;
const FEE_BPS = 100n;
/** Parts of what is done: datasets that are offered, that are made from others, sales that renew, sales of new offers, turns that publish a next version. */
const OFFERED = 0.25;
const DERIVED = 0.3;
const DERIVED_OFFERED = 0.6;
const FRESH = 0.3;
const FRESH_OFFERS = 500;
const RENEWED = 0.3;
const REPUBLISHED = 0.1;
/** The last datasets come shortly before the end. */
const REGISTERED_BY = 0.97;
const MOST_SOURCES = 3;
const MOST_ROYALTIES = 12;
const RUN = 20;
/** So many tables, or members, are due before a run is made. */
const TABLES_DUE = 2_000;
const MEMBERS_DUE = 800;

/**
 * A data market's history as the contracts would tell it, the same each time: members come in, register datasets, publish next versions, derive from
 * what they have bought, open offers, buy (few datasets are bought often, by a cube law), renew; tables are distributed and members paid.
 *
 * @returns Blocks, until there are as many events as asked for.
 */
export function* ledgerLife(size: LifeSize): Generator<LifeBlock> {
  const dice = createDice(0xfeedbac);
  const { below, hash, random } = dice;

  const owners: number[] = [0];
  const currents: number[] = [0];
  /** By version: its table. */
  const tableOf: number[] = [0];
  const tables = new Map<number, Table>();
  const offers: { dataset: number; price: number }[] = [];
  const grants: { member: number; offer: number; end: number }[] = [];
  const heldBy: number[][] = Array.from({ length: MEMBERS + 1 }, () => []);
  // Amounts stay below 2^53.
  const sales: number[] = [];
  const royalties: number[] = [];
  const salesDone: number[] = [];
  const royaltiesDone: number[] = [];
  const due = new Set<number>();
  const credited = new Map<number, number>();
  const toDistribute: number[] = [];
  const toPay: number[] = [];
  let now = START;
  let made = 0;

  /** Some of what a member has bought, rather lately than long ago: one version of each dataset, oldest first. */
  const sourcesFor = (member: number) => {
    const held = heldBy[member] as number[];
    const found = new Map<number, number>();
    for (let i = 0; i < 1 + below(MOST_SOURCES); i++) {
      const grant = held[held.length - 1 - Math.floor(random() ** 2 * held.length)] as number;
      const { offer } = grants[grant - 1] as (typeof grants)[number];
      found.set(currents[offers[offer - 1]?.dataset as number] as number, grant);
    }
    return [...found].map(([version, grant]) => ({ version, grant })).sort((a, b) => a.version - b.version);
  };

  const register = (): Deed[] => {
    const dataset = owners.length;
    const member = 1 + Math.floor(random() ** 2 * MEMBERS);
    const version = tableOf.length;
    const isDerived = random() < DERIVED && (heldBy[member] as number[]).length > 0;
    const sources = isDerived ? sourcesFor(member) : [];
    const fed = new Set<number>();
    for (const source of sources) {
      const table = tableOf[source.version] as number;
      for (const id of [table, ...(tables.get(table) as Table).royalties]) if (fed.size < MOST_ROYALTIES) fed.add(id);
    }
    const originators = new Set([member]);
    for (let more = below(4); more > 0; more--) originators.add(1 + below(MEMBERS));
    owners.push(member);
    currents.push(version);
    tableOf.push(version);
    const table = { originators: [...originators].sort((a, b) => a - b), royalties: [...fed].sort((a, b) => a - b) };
    tables.set(version, table);
    const deeds: Deed[] = [
      {
        contract: 'DatasetRegistry',
        type: 'Transfer',
        args: { from: addressOf(0), to: addressOf(member), tokenId: BigInt(dataset) },
      },
      { contract: 'DatasetRegistry', type: 'DatasetRegistered', args: { datasetId: BigInt(dataset), memberId: BigInt(member) } },
      publish({ dataset, member, version, table: version }, now, dice),
      declare(dataset, version, table, sources),
    ];
    if (random() >= (isDerived ? DERIVED_OFFERED : OFFERED)) return deeds;
    const price = 1_000_000 + below(500_000_000);
    offers.push({ dataset, price });
    const id = BigInt(offers.length);
    const terms = { termsId: id, datasetId: BigInt(dataset), memberId: BigInt(member), versionId: 0n, rights: 3n };
    const offer = { offerId: id, termsId: id, memberId: BigInt(member), price: BigInt(price), period: BigInt(PERIOD) };
    return [
      ...deeds,
      {
        contract: 'AccessGrants',
        type: 'TermsWritten',
        args: { ...terms, royaltyBps: BigInt(ROYALTY_BPS), purposes: 255n, termsHash: hash() },
      },
      { contract: 'AccessMarket', type: 'OfferOpened', args: { ...offer, units: 0n, buyer: 0n, seats: 0n } },
    ];
  };

  const republish = (): Deed[] => {
    const dataset = 1 + below(owners.length - 1);
    const member = owners[dataset] as number;
    const version = tableOf.length;
    const table = tableOf[currents[dataset] as number] as number;
    tableOf.push(table);
    currents[dataset] = version;
    return [
      publish({ dataset, member, version, table }, now, dice),
      { contract: 'DatasetRegistry', type: 'MetadataUpdate', args: { tokenId: BigInt(dataset) } },
    ];
  };

  const pay = (grant: number, type: 'AccessPurchased' | 'AccessRenewed'): Deed[] => {
    const { member, offer } = grants[grant - 1] as (typeof grants)[number];
    const { dataset, price } = offers[offer - 1] as (typeof offers)[number];
    const version = currents[dataset] as number;
    const table = tableOf[version] as number;
    const amount = BigInt(price);
    const fee = (amount * FEE_BPS) / 10_000n;
    sales[table] = (sales[table] ?? 0) + Number(amount - fee);
    due.add(table);
    const ids = { grantId: BigInt(grant), memberId: BigInt(member), offerId: BigInt(offer) };
    const paid = { tableId: BigInt(table), memberId: ids.memberId, grantId: ids.grantId, market: addressOf(0), amount, fee };
    return [
      { contract: 'AccessMarket', type, args: { ...ids, versionId: BigInt(version), tableId: BigInt(table), amount, units: 0n } },
      { contract: 'RevenueLedger', type: 'RevenueCollected', args: paid },
    ];
  };

  const sell = (): Deed[] => {
    if (grants.length > 0 && random() < RENEWED) {
      const grant = 1 + below(grants.length);
      const held = grants[grant - 1] as (typeof grants)[number];
      held.end = Math.max(held.end, now) + PERIOD;
      const end = BigInt(held.end);
      return [
        { contract: 'AccessGrants', type: 'GrantExtended', args: { grantId: BigInt(grant), memberId: BigInt(held.member), end } },
        {
          contract: 'AccessGrants',
          type: 'TokenExpiryUpdated',
          args: { tokenId: BigInt(grant), startTime: BigInt(now), endTime: end },
        },
        ...pay(grant, 'AccessRenewed'),
      ];
    }
    const isFresh = random() < FRESH;
    const offer = isFresh
      ? offers.length - below(Math.min(offers.length, FRESH_OFFERS))
      : 1 + Math.floor(random() ** 3 * offers.length);
    const member = 1 + Math.floor(random() ** 2 * MEMBERS);
    grants.push({ member, offer, end: now + PERIOD });
    const grant = grants.length;
    (heldBy[member] as number[]).push(grant);
    const { dataset } = offers[offer - 1] as (typeof offers)[number];
    const id = BigInt(grant);
    const issued = {
      grantId: id,
      memberId: BigInt(member),
      termsId: BigInt(offer),
      offerId: BigInt(offer),
      versionId: BigInt(currents[dataset] as number),
    };
    return [
      { contract: 'AccessGrants', type: 'Transfer', args: { from: addressOf(0), to: addressOf(member), tokenId: id } },
      { contract: 'AccessGrants', type: 'Locked', args: { tokenId: id } },
      {
        contract: 'AccessGrants',
        type: 'TokenExpiryUpdated',
        args: { tokenId: id, startTime: BigInt(now), endTime: BigInt(now + PERIOD) },
      },
      {
        contract: 'AccessGrants',
        type: 'GrantIssued',
        args: { ...issued, market: 0n, units: 0n, start: BigInt(now), end: BigInt(now + PERIOD) },
      },
      ...pay(grant, 'AccessPurchased'),
    ];
  };

  const distribute = (): Deed[] =>
    toDistribute
      .splice(0, RUN)
      .sort((a, b) => b - a)
      .map((table) => {
        const { originators, royalties: fed } = tables.get(table) as Table;
        const [total, royalty] = [sales[table] ?? 0, royalties[table] ?? 0];
        const fresh = total - (salesDone[table] ?? 0);
        const toEach = Math.floor((fresh * ROYALTY_BPS) / 10_000);
        const own = fresh - toEach * fed.length + royalty - (royaltiesDone[table] ?? 0);
        const amounts = [...originators.map(() => Math.floor(own / originators.length)), ...fed.map(() => toEach)];
        for (const member of originators) {
          const amount = Math.floor(own / originators.length);
          if (amount > 0) credited.set(member, (credited.get(member) ?? 0) + amount);
        }
        for (const id of fed) {
          if (toEach === 0) continue;
          royalties[id] = (royalties[id] ?? 0) + toEach;
          due.add(id);
        }
        salesDone[table] = total;
        royaltiesDone[table] = royalty;
        const words: bigint[] = [];
        for (let i = 0; i < amounts.length; i += 2)
          words.push(BigInt(amounts[i] as number) | (BigInt(amounts[i + 1] ?? 0) << 128n));
        const args = { tableId: BigInt(table), salesSettled: BigInt(total), royaltiesSettled: BigInt(royalty), amounts: words };
        return { contract: 'RevenueLedger', type: 'Distributed', args };
      });

  const payOut = (): Deed[] =>
    toPay.splice(0, RUN).flatMap((member) => {
      const amount = credited.get(member) ?? 0;
      credited.delete(member);
      if (amount === 0) return [];
      return [
        {
          contract: 'RevenueLedger',
          type: 'PaidOut',
          args: { memberId: BigInt(member), account: addressOf(member), amount: BigInt(amount) },
        },
      ];
    });

  const act = (): Deed[] => {
    if (toDistribute.length > 0) return distribute();
    if (toPay.length > 0) return payOut();
    if (due.size >= TABLES_DUE) {
      toDistribute.push(...due);
      due.clear();
      return distribute();
    }
    if (credited.size >= MEMBERS_DUE) {
      toPay.push(...credited.keys());
      return payOut();
    }
    const wanted = Math.min(size.datasets, Math.ceil((size.datasets * made) / (REGISTERED_BY * size.events)));
    if (owners.length <= wanted || offers.length < 10) return register();
    return random() < REPUBLISHED ? republish() : sell();
  };

  let admitted = 0;
  for (let number = 1; made < size.events; number++) {
    now = START + number * BLOCK_SECONDS;
    const header: Header = { number, hash: hash(), parentHash: '', time: now } as Header;
    const events: LedgerEvent[] = [];
    const place = (deeds: Deed[], txHash: string) => {
      for (const deed of deeds) {
        const at = { block: number, blockHash: header.hash, blockTime: now, logIndex: events.length, txHash };
        events.push({ ...at, ...deed } as unknown as LedgerEvent);
      }
    };
    if (number === 1) {
      place([{ contract: 'RevenueLedger', type: 'FeeChanged', args: { feeBps: FEE_BPS } }], hash());
      place([{ contract: 'RevenueLedger', type: 'ConsortiumChanged', args: { memberId: 1n } }], hash());
    }
    for (let turn = 1 + below(2 * IN_BLOCK - 1); turn > 0; turn--)
      place(admitted < MEMBERS ? admit(++admitted, now, dice) : act(), hash());
    made += events.length;
    yield { header, events };
  }
}
