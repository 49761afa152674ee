import { id, Wallet as Key, MaxUint256, type Wallet, ZeroHash } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, RIGHTS, toBits } from '../../sdk/ids.js';
import { connectLedger, gasOverrides, receiptOf } from '../../sdk/ledger.js';
import { signAdmission } from '../../sdk/signing.js';
import { factories } from '../../types/index.js';
import { measure } from './measure.js';
import type { RawNode } from './raw-node.js';
import { type Act, signAhead } from './sign-ahead.js';

const FAR = 2n ** 40n - 1n;
const FUNDS = 10n ** 12n;
const PRICE = 1_000n;
const PERIOD = 30 * 86_400;

/** Deploys the token that others are measured by; the office has all of it. */
async function deployPlainToken(office: Wallet, deployment: Deployment) {
  const factory = new factories.contracts.mocks.PlainToken__factory(office);
  const request = await factory.getDeployTransaction(10n ** 30n, gasOverrides(deployment));
  const receipt = await receiptOf(await office.sendTransaction(request));
  return { at: receipt.contractAddress as string, interface: factory.interface };
}

/** What a trader sells. */
interface Goods {
  memberId: number;
  datasetId: number;
  versionId: number;
  termsId: number;
  offerId: number;
}

/** Members that trade with each other, each with one dataset. */
export interface Traders {
  keys: Wallet[];
  /** Of an ERC-20 that is nothing else. */
  plainTransfer(key: number): Act;
  /** Of the settlement token, which asks whether both sides are members. */
  transfer(key: number): Act;
  /** Buys access to another member's dataset. */
  purchase(key: number, seller: number): Act;
  /** Distributes what is due in another member's table. */
  distribute(key: number, owner: number): Act;
  payOut(key: number, owner: number): Act;
  /** Signs acts, sends them to the nodes and waits until they are mined. */
  play(acts: readonly Act[]): ReturnType<typeof measure>;
}

/**
 * Admits traders and lets each register a dataset and open an offer on it.
 *
 * @param office - Notary and issuer.
 * @param count - How many.
 * @param letIn - Waits until the chain takes transactions from all of them.
 */
export async function startTraders(
  office: Wallet,
  deployment: Deployment,
  nodes: readonly RawNode[],
  count: number,
  letIn: (addresses: string[]) => Promise<void>,
): Promise<Traders> {
  const keys = Array.from({ length: count }, (_, i) => new Key(id(`bench trader ${i}`)));
  const { datasets, grants, market, members, revenue, token } = connectLedger(deployment, office);
  const at = deployment.contracts;
  const nonces = new Map([
    [office.address, await (office.provider as NonNullable<Wallet['provider']>).getTransactionCount(office)],
  ]);
  const goods = keys.map((): Goods => ({ memberId: 0, datasetId: 0, versionId: 0, termsId: 0, offerId: 0 }));
  const keyOf = (i: number) => keys[i] as Wallet;
  const goodsOf = (i: number) => goods[i] as Goods;
  const byMember = (memberId: unknown) => goods.find((one) => one.memberId === Number(memberId)) as Goods;
  const play = async (acts: readonly Act[]) => {
    const outcome = await measure(await signAhead(acts, nonces, deployment), nodes);
    if (outcome.failed > 0) throw new Error(`${outcome.failed} of ${outcome.count} transactions failed`);
    return outcome;
  };

  const entries: Act[] = [];
  for (const [i, key] of keys.entries()) {
    const consent = {
      legalName: `Trader ${i}`,
      scheme: 'BENCH',
      identifier: `T${i}`,
      key: key.address,
      roles: toBits(KEY_ROLES, KEY_ROLES),
      payoutAccount: key.address,
      payoutMinimum: 0n,
      nonce: 0n,
      deadline: FAR,
    };
    const signature = await signAdmission(key, deployment, consent);
    const admission = { ...consent, credentialHash: ZeroHash, validUntil: FAR };
    const admit = members.interface.encodeFunctionData('admit', [admission, signature]);
    const mint = token.interface.encodeFunctionData('mint', [key.address, FUNDS]);
    entries.push({ wallet: office, to: at.MemberRegistry, data: admit, gasLimit: 600_000 });
    entries.push({ wallet: office, to: at.SettlementToken, data: mint, gasLimit: 200_000 });
  }
  await play(entries);
  for (const { args } of await members.queryFilter(members.filters.MemberAdmitted())) {
    const trader = keys.findIndex(({ address }) => address === args.payoutAccount);
    if (trader >= 0) goodsOf(trader).memberId = Number(args.memberId);
  }
  await letIn(keys.map(({ address }) => address));

  const plain = await deployPlainToken(office, deployment);
  nonces.set(office.address, await (office.provider as NonNullable<Wallet['provider']>).getTransactionCount(office));
  await play(
    keys.map(({ address }): Act => {
      const data = plain.interface.encodeFunctionData('transfer', [address, FUNDS]);
      return { wallet: office, to: plain.at, data, gasLimit: 100_000 };
    }),
  );

  const approve = token.interface.encodeFunctionData('approve', [at.AccessMarket, MaxUint256]);
  await play(
    keys.flatMap((wallet, i): Act[] => {
      const payees = [packEntry({ kind: 'originator', id: goodsOf(i).memberId, shareBps: 10_000 })];
      const draft = {
        contentRoot: id(`${i}`),
        byteSize: 1,
        format: 1,
        metadataHash: ZeroHash,
        metadataUri: '',
        payees,
        sources: [],
      };
      const register = datasets.interface.encodeFunctionData('register', [draft]);
      return [
        { wallet, to: at.DatasetRegistry, data: register, gasLimit: 600_000 },
        { wallet, to: at.SettlementToken, data: approve, gasLimit: 100_000 },
      ];
    }),
  );
  for (const { args } of await datasets.queryFilter(datasets.filters.VersionPublished())) {
    Object.assign(byMember(args.memberId), { datasetId: Number(args.datasetId), versionId: Number(args.versionId) });
  }
  await play(
    keys.map((wallet, i): Act => {
      const { datasetId, versionId } = goodsOf(i);
      const terms = [datasetId, versionId, toBits(['read'], RIGHTS), 0, toBits(PURPOSES, PURPOSES), ZeroHash] as const;
      return {
        wallet,
        to: at.AccessGrants,
        data: grants.interface.encodeFunctionData('writeTerms', [...terms]),
        gasLimit: 300_000,
      };
    }),
  );
  for (const { args } of await grants.queryFilter(grants.filters.TermsWritten())) {
    byMember(args.memberId).termsId = Number(args.termsId);
  }
  await play(
    keys.map((wallet, i): Act => {
      const offer = { termsId: goodsOf(i).termsId, price: PRICE, period: PERIOD, units: 0, buyer: 0, seats: 0 };
      return { wallet, to: at.AccessMarket, data: market.interface.encodeFunctionData('openOffer', [offer]), gasLimit: 400_000 };
    }),
  );
  for (const { args } of await market.queryFilter(market.filters.OfferOpened()))
    byMember(args.memberId).offerId = Number(args.offerId);

  return {
    keys,
    play,
    plainTransfer: (key) => {
      const data = plain.interface.encodeFunctionData('transfer', [keyOf((key + 1) % count).address, 1n]);
      return { wallet: keyOf(key), to: plain.at, data, gasLimit: 100_000 };
    },
    transfer: (key) => {
      const data = token.interface.encodeFunctionData('transfer', [keyOf((key + 1) % count).address, 1n]);
      return { wallet: keyOf(key), to: at.SettlementToken, data, gasLimit: 150_000 };
    },
    purchase: (key, seller) => {
      const { offerId, versionId } = goodsOf(seller);
      const data = market.interface.encodeFunctionData('purchase', [offerId, versionId, 0, PRICE]);
      return { wallet: keyOf(key), to: at.AccessMarket, data, gasLimit: 500_000 };
    },
    distribute: (key, owner) => {
      const data = revenue.interface.encodeFunctionData('distribute', [[goodsOf(owner).versionId]]);
      return { wallet: keyOf(key), to: at.RevenueLedger, data, gasLimit: 300_000 };
    },
    payOut: (key, owner) => {
      const data = revenue.interface.encodeFunctionData('payOut', [[goodsOf(owner).memberId]]);
      return { wallet: keyOf(key), to: at.RevenueLedger, data, gasLimit: 300_000 };
    },
  };
}
