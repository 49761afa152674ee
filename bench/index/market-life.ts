import { type Interface, id, Wallet, ZeroHash } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { signAdmission } from '../../sdk/signing.js';
import { factories } from '../../types/index.js';
import { randomFrom } from './random.js';

const FAR = 2n ** 40n - 1n;
const FUNDS = 10n ** 15n;
const PERIOD = 30 * 86_400;
const MOST_PAYEES = 5;
/** Most tables and members in a transaction of the runner. */
const RUN = 20;
/** Members that come in together. */
const ADMITTED_AT_ONCE = 10;
/** A market grows: a block holds one to so many transactions, at first and in the end, by a square law between. */
const MOST_IN_BLOCK = { first: 2, last: 30 };
/** So many of the sales renew a grant. */
const RENEWED_PART = 0.4;
/** A part of the datasets is there before the first sale; the others come with the first sales, one in so many transactions. */
const EARLY_PART = 0.1;
const REGISTER_EVERY = 12;
const DISTRIBUTE_EVERY = 150;
const PAY_EVERY = 400;

/** A transaction of the life, not sent yet. */
export interface Deed {
  from: string;
  to: string;
  data: string;
  /** What a purchase pays, in settlement-token base units. */
  paid?: bigint;
}

/** How large a life is. */
export interface LifeSize {
  members: number;
  datasets: number;
  /** When it is full-grown, in blocks. */
  blocks: number;
}

const { contracts } = factories;
const members: Interface = contracts.MemberRegistry__factory.createInterface();
const datasets: Interface = contracts.DatasetRegistry__factory.createInterface();
const grants: Interface = contracts.AccessGrants__factory.createInterface();
const market: Interface = contracts.AccessMarket__factory.createInterface();
const revenue: Interface = contracts.RevenueLedger__factory.createInterface();
const token: Interface = contracts.SettlementToken__factory.createInterface();

/** The key of a member, the office not counted. */
export function keyOfMember(n: number): Wallet {
  return new Wallet(id(`index bench member ${n}`));
}

/**
 * A data market's life, the same each time: members come in, register datasets with one version each, open offers and buy from each other, few datasets
 * being bought often (by a cube law); now and then tables are distributed and members are paid. Ids follow from the order: dataset, version, payee
 * table, terms and offer of the n-th registration are all n; so are grants by purchases.
 *
 * @param office - Admits, and issues the token.
 * @returns Blocks of transactions, without end.
 */
export async function* marketLife(deployment: Deployment, office: Wallet, size: LifeSize): AsyncGenerator<Deed[]> {
  const random = randomFrom(0xdecafbad);
  const below = (limit: number) => Math.floor(random() * limit);
  const at = deployment.contracts;
  const keys = Array.from({ length: size.members }, (_, i) => keyOfMember(i));
  const memberOf = (key: number) => key + 2;
  const keyOf = (key: number) => (keys[key] as Wallet).address;

  for (let i = 0; i < keys.length; i += ADMITTED_AT_ONCE) {
    const some = keys.slice(i, i + ADMITTED_AT_ONCE);
    const entries = await Promise.all(some.map((key, n) => admit(key, i + n, deployment, office)));
    yield entries.flat();
  }

  const owners: number[] = [];
  const prices: bigint[] = [];
  const payees: number[][] = [];
  const register = (): Deed[] => {
    const n = owners.length + 1;
    const owner = below(keys.length);
    owners.push(owner);
    prices.push(BigInt(1_000 + below(1_000_000)));
    const count = 1 + below(MOST_PAYEES);
    const chosen = new Set([owner]);
    while (chosen.size < Math.min(count, keys.length)) chosen.add(below(keys.length));
    const originators = [...chosen].map(memberOf).sort((a, b) => a - b);
    payees.push(originators);
    const share = Math.floor(10_000 / originators.length);
    const entries = originators.map((memberId, i) => {
      const shareBps = i === 0 ? 10_000 - share * (originators.length - 1) : share;
      return packEntry({ kind: 'originator', id: memberId, shareBps });
    });
    const draft = {
      contentRoot: id(`index bench content ${n}`),
      byteSize: 1_000_000 + n,
      format: 1,
      metadataHash: id(`index bench metadata ${n}`),
      metadataUri: `ipfs://bafybeigenbabenchgenbabenchgenbabenchgenbabench/${n}.json`,
      payees: entries,
      sources: [],
    };
    const terms = [n, n, toBits(['read'], RIGHTS), 0, toBits(PURPOSES, PURPOSES), ZeroHash];
    const offer = { termsId: n, price: prices[n - 1], period: PERIOD, units: 0, buyer: 0, seats: 0 };
    const from = keyOf(owner);
    return [
      { from, to: at.DatasetRegistry, data: datasets.encodeFunctionData('register', [draft]) },
      { from, to: at.AccessGrants, data: grants.encodeFunctionData('writeTerms', terms) },
      { from, to: at.AccessMarket, data: market.encodeFunctionData('openOffer', [offer]) },
    ];
  };
  const due = new Set<number>();
  const credited = new Set<number>();
  const held: { key: number; dataset: number }[] = [];
  const sell = (): Deed => {
    if (held.length > 0 && random() < RENEWED_PART) {
      const grant = below(held.length);
      const { dataset: n, key } = held[grant] as { key: number; dataset: number };
      const paid = prices[n - 1] as bigint;
      due.add(n);
      const data = market.encodeFunctionData('renew', [grant + 1, n, n, 0, paid]);
      return { from: keyOf(key), to: at.AccessMarket, data, paid };
    }
    const n = 1 + Math.floor(random() ** 3 * owners.length);
    const key = below(keys.length);
    const paid = prices[n - 1] as bigint;
    due.add(n);
    held.push({ key, dataset: n });
    return { from: keyOf(key), to: at.AccessMarket, data: market.encodeFunctionData('purchase', [n, n, 0, paid]), paid };
  };
  const distribute = (): Deed => {
    const tables = [...due].slice(0, RUN).sort((a, b) => b - a);
    for (const table of tables) {
      due.delete(table);
      for (const member of payees[table - 1] ?? []) credited.add(member);
    }
    return { from: office.address, to: at.RevenueLedger, data: revenue.encodeFunctionData('distribute', [tables]) };
  };
  const payOut = (): Deed => {
    const paid = [...credited].slice(0, RUN).sort((a, b) => a - b);
    for (const member of paid) credited.delete(member);
    return { from: office.address, to: at.RevenueLedger, data: revenue.encodeFunctionData('payOut', [paid]) };
  };

  while (owners.length < size.datasets * EARLY_PART) yield [...register(), ...register()];
  for (let number = 0, turn = 1; ; number++) {
    const block: Deed[] = [];
    const { first, last: end } = MOST_IN_BLOCK;
    const most = first + (end - first) * Math.min(1, number / size.blocks) ** 2;
    for (const last = turn + below(most); turn <= last; turn++) {
      if (turn % REGISTER_EVERY === 0 && owners.length < size.datasets) block.push(...register());
      else if (turn % DISTRIBUTE_EVERY === 0) block.push(distribute());
      else if (turn % PAY_EVERY === 1 && credited.size > 0) block.push(payOut());
      else block.push(sell());
    }
    yield block;
  }
}

/** A member comes in, gets money and lets the market take the price of what it buys. */
async function admit(key: Wallet, n: number, deployment: Deployment, office: Wallet): Promise<Deed[]> {
  const at = deployment.contracts;
  const consent = {
    legalName: `Company ${n}`,
    scheme: 'BENCH',
    identifier: `INDEX${n}`,
    key: key.address,
    roles: toBits(KEY_ROLES, KEY_ROLES),
    payoutAccount: key.address,
    payoutMinimum: 0n,
    nonce: 0n,
    deadline: FAR,
  };
  const signature = await signAdmission(key, deployment, consent);
  const admission = { ...consent, credentialHash: ZeroHash, validUntil: FAR };
  return [
    { from: office.address, to: at.MemberRegistry, data: members.encodeFunctionData('admit', [admission, signature]) },
    { from: office.address, to: at.SettlementToken, data: token.encodeFunctionData('mint', [key.address, FUNDS]) },
    { from: key.address, to: at.SettlementToken, data: token.encodeFunctionData('approve', [at.AccessMarket, 2n ** 256n - 1n]) },
  ];
}
