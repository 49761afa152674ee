import { id, type JsonRpcProvider, Wallet, ZeroHash } from 'ethers';
import type { Build } from '../scripts/build.js';
import { deployLedger } from '../scripts/deploy-ledger.js';
import type { Deployment } from '../sdk/deployment.js';
import { type Payee, packEntry } from '../sdk/entry.js';
import { KEY_ROLES, RIGHTS, type Right, toBits } from '../sdk/ids.js';
import { connectLedger, type Ledger, mine, openProvider } from '../sdk/ledger.js';
import { signAdmission } from '../sdk/signing.js';
import { EMBEDDED_CHAIN_ID, startEmbeddedChain } from '../server/chain/embedded.js';

const GAS = { gasPrice: 0n };
const DISTANT = 2n ** 32n;
const EVERY_RIGHT: readonly Right[] = ['read', 'derive', 'onward'];

/** A consortium on a chain of its own, with members 1 to n acted for by `ledgers[1..n]`. */
export interface BenchConsortium {
  provider: JsonRpcProvider;
  /** Contracts bound to each member's key, by member id. */
  ledgers: Ledger[];
  /** The members' keys, by member id. */
  wallets: Wallet[];
  deployment: Deployment;
  /** Registers a dataset; returns its version (datasets have one version each here). */
  register(memberId: number, payees: Payee[], sources?: { versionId: number; grantId: number }[]): Promise<Done>;
  /** Writes terms on a version and opens an offer. */
  offer(memberId: number, done: { datasetId: number; versionId: number }, options?: OfferOptions): Promise<number>;
  /** Buys; returns the grant. */
  buy(memberId: number, offerId: number, versionId: number, units?: number): Promise<{ grantId: number; gas: bigint }>;
  close(): Promise<void>;
}

/** What registering gave. */
export interface Done {
  datasetId: number;
  versionId: number;
  gas: bigint;
}

interface OfferOptions {
  royaltyBps?: number;
  period?: number;
  rights?: readonly Right[];
  follows?: boolean;
  units?: number;
}

const PRICE = 1_000_000n;

/**
 * Deploys a ledger and admits members, always the same way, so that gas is the same in every run.
 *
 * @param build - What is deployed.
 * @param members - Number of members, the office included.
 */
export async function startBenchConsortium(build: Build, members: number): Promise<BenchConsortium> {
  const chain = await startEmbeddedChain({ port: 0 });
  const provider = openProvider({ chainId: EMBEDDED_CHAIN_ID, rpcUrl: chain.url });
  const wallets = Array.from({ length: members }, (_, i) => new Wallet(id(`genba bench member ${i + 1}`), provider));
  const office = wallets[0] as Wallet;
  const deployment = await deployLedger(
    office,
    {
      name: 'bench',
      chainId: EMBEDDED_CHAIN_ID,
      rpcUrl: chain.url,
      gasPrice: '0',
      notary: office.address,
      office: office.address,
      issuer: office.address,
      auditor: office.address,
      admin: office.address,
      token: { name: 'Bench Won', symbol: 'KRW', decimals: 0 },
      feeBps: 100,
      delay: 0,
      founder: { legalName: 'Bench Office', scheme: 'LEI', identifier: 'BENCH' },
    },
    build,
    {},
    () => {},
  );
  const consortium = connectLedger(deployment, office);
  const ledgers = [consortium, ...wallets.map((wallet) => connectLedger(deployment, wallet))];
  const market = deployment.contracts.AccessMarket;
  for (const [index, wallet] of wallets.entries()) {
    if (index > 0) {
      const consent = {
        legalName: `Company ${index + 1}`,
        scheme: 'LEI',
        identifier: `BENCH${index + 1}`,
        key: wallet.address,
        roles: toBits(KEY_ROLES, KEY_ROLES),
        payoutAccount: wallet.address,
        payoutMinimum: 0n,
        nonce: 0n,
        deadline: DISTANT,
      };
      const signature = await signAdmission(wallet, deployment, consent);
      await mine(consortium.members.admit({ ...consent, credentialHash: ZeroHash, validUntil: DISTANT }, signature, GAS));
    }
    await mine(consortium.token.mint(wallet.address, 10n ** 15n, GAS));
    await mine((ledgers[index + 1] as Ledger).token.approve(market, 2n ** 256n - 1n, GAS));
  }
  let roots = 0;
  const of = (memberId: number) => ledgers[memberId] as Ledger;
  return {
    provider,
    ledgers,
    wallets: [office, ...wallets],
    deployment,
    async register(memberId, payees, sources = []) {
      const draft = {
        contentRoot: id(`root ${++roots}`),
        byteSize: 611_476,
        format: 1,
        metadataHash: id(`metadata ${roots}`),
        metadataUri: 'ipfs://bafybeigenbabenchgenbabenchgenbabenchgenbabenchgenbabench',
        payees: payees.map(packEntry),
        sources,
      };
      const { events, gasUsed } = await mine(of(memberId).datasets.register(draft, GAS));
      return {
        datasetId: Number(events.VersionPublished?.datasetId),
        versionId: Number(events.VersionPublished?.versionId),
        gas: gasUsed,
      };
    },
    async offer(
      memberId,
      { datasetId, versionId },
      { royaltyBps = 0, period = 2_592_000, rights = ['read'], follows = false, units = 0 } = {},
    ) {
      const { grants, market: own } = of(memberId);
      const bits = toBits(rights, RIGHTS);
      const terms = await mine(grants.writeTerms(datasetId, follows ? 0 : versionId, bits, royaltyBps, 7n, id('terms'), GAS));
      const opened = await mine(
        own.openOffer(
          { termsId: Number(terms.events.TermsWritten?.termsId), price: PRICE, period, units, buyer: 0, seats: 0 },
          GAS,
        ),
      );
      return Number(opened.events.OfferOpened?.offerId);
    },
    async buy(memberId, offerId, versionId, units = 0) {
      const { events, gasUsed } = await mine(
        of(memberId).market.purchase(offerId, versionId, units, PRICE * BigInt(units || 1), GAS),
      );
      return { grantId: Number(events.AccessPurchased?.grantId), gas: gasUsed };
    },
    async close() {
      provider.destroy();
      await chain.close();
    },
  };
}

/** Buys the right to derive from a version and registers a derivative that gives its maker the rest. */
export async function derive(
  bench: BenchConsortium,
  owner: number,
  source: Done,
  sourceRoyalties: Extract<Payee, { kind: 'royalty' }>[],
  maker: number,
  royaltyBps: number,
): Promise<Done> {
  const offerId = await bench.offer(owner, source, { royaltyBps, rights: EVERY_RIGHT });
  const { grantId } = await bench.buy(maker, offerId, source.versionId);
  const royalties = [...sourceRoyalties, { kind: 'royalty' as const, id: source.versionId, shareBps: royaltyBps, onward: true }];
  const rest = royalties.reduce((bps, royalty) => bps - royalty.shareBps, 10_000);
  const payees: Payee[] = [{ kind: 'originator', id: maker, shareBps: rest }, ...royalties];
  return bench.register(maker, payees, [{ versionId: source.versionId, grantId }]);
}
