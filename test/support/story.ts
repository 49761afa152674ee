import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Wallet, ZeroHash } from 'ethers';
import { makeKey, openKey } from '../../cli/keys.js';
import { contentRootOf, FILE_FORMAT } from '../../sdk/content-root.js';
import type { Deployment } from '../../sdk/deployment.js';
import { packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, RIGHTS, type Right, toBits } from '../../sdk/ids.js';
import { connectLedger, gasOverrides, type Ledger, mine } from '../../sdk/ledger.js';
import { acceptOrder } from '../../sdk/orders.js';
import { completeTable, owedRoyalties } from '../../sdk/payee-table.js';
import { signAdmission } from '../../sdk/signing.js';
import { readTableInputs } from '../../sdk/table-inputs.js';
import type { LiveLedger } from './live-ledger.js';

/** A company of the story; the names are invented, and no office has issued the numbers. */
interface Company {
  name: string;
  legalName: string;
  scheme: string;
  identifier: string;
}

const COMPANIES = {
  works: { name: 'works', legalName: '한빛정밀 주식회사 (Hanbit Precision)', scheme: 'KR-BRN', identifier: '9998112340' },
  models: { name: 'models', legalName: '青山解析株式会社 (Aoyama Analytics)', scheme: 'JP-CN', identifier: '5999901012345' },
  buyer: { name: 'buyer', legalName: 'Rheintal Getriebe GmbH', scheme: 'EUID', identifier: 'DEX0000.HRB1000' },
} satisfies Record<string, Company>;

const DAY = 86_400;
const YEAR = 365 * DAY;

/** Plays one sale on a live ledger, and pays what is due. */
export async function liveStory(live: LiveLedger): Promise<void> {
  await playStory({
    office: live.office,
    deployment: live.deployment,
    folder: path.join(live.folder, 'story'),
    async makeKey(name) {
      await makeKey(live.folder, name, undefined);
      return openKey(live.folder, name, undefined);
    },
  });
  await live.service.index.reached(await live.provider.getBlockNumber());
  await live.service.runPayouts();
}

/** Where the story's sample data and keys go. */
export interface Stage {
  office: Wallet;
  deployment: Deployment;
  folder: string;
  /** Keeps a company's key, so that the reader can act with it afterwards. */
  makeKey(name: string): Promise<Wallet>;
  /** Waits until a new member's key may send; absent: at once. */
  letIn?(address: string): Promise<void>;
}

/**
 * Plays one sale all the way: a machine shop registers spindle data, an analyst derives a wear model from it, a gear maker buys the model.
 * Nobody asks for the money to arrive; that is the payout runner's part.
 *
 * @param stage - Where it plays.
 */
export async function playStory(stage: Stage): Promise<void> {
  const works = await enter(stage, COMPANIES.works);
  const models = await enter(stage, COMPANIES.models);
  const buyer = await enter(stage, COMPANIES.buyer);
  const spindle = await register(stage, works, 'spindle-load.csv', spindleLoad(), []);
  const deriveOffer = await offer(works, spindle, ['read', 'derive', 'onward'], { royaltyBps: 2000, price: 100_000n, period: 0 });
  const deriveGrant = await buy(models, deriveOffer, spindle.versionId, 100_000n);
  const model = await register(stage, models, 'wear-model.json', wearModel(), [
    { versionId: spindle.versionId, grantId: deriveGrant },
  ]);
  const readOffer = await offer(models, model, ['read', 'compute'], { royaltyBps: 0, price: 50_000n, period: 30 * DAY });
  await buy(buyer, readOffer, model.versionId, 50_000n);
}

interface Actor {
  wallet: Wallet;
  ledger: Ledger;
  memberId: number;
  gas: { gasPrice?: bigint };
}

/** Admits a company and gives it some settlement tokens. */
async function enter(stage: Stage, company: Company): Promise<Actor> {
  const { office, deployment } = stage;
  const wallet = (await stage.makeKey(company.name)).connect(office.provider);
  const gas = gasOverrides(deployment);
  const consortium = connectLedger(deployment, office);
  const now = Math.floor(Date.now() / 1000);
  const { legalName, scheme, identifier } = company;
  const consent = {
    legalName,
    scheme,
    identifier,
    key: wallet.address,
    roles: toBits(KEY_ROLES, KEY_ROLES),
    payoutAccount: wallet.address,
    payoutMinimum: 0n,
    nonce: 0n,
    deadline: BigInt(now + DAY),
  };
  const signature = await signAdmission(wallet, deployment, consent);
  const admission = { ...consent, credentialHash: ZeroHash, validUntil: BigInt(now + YEAR) };
  const { events } = await mine(consortium.members.admit(admission, signature, gas));
  await mine(consortium.token.mint(wallet.address, 1_000_000n, gas));
  await stage.letIn?.(wallet.address);
  const memberId = Number(events.MemberAdmitted?.memberId);
  return { wallet, ledger: connectLedger(deployment, wallet), memberId, gas };
}

interface Registered {
  datasetId: number;
  versionId: number;
}

async function register(
  stage: Stage,
  actor: Actor,
  fileName: string,
  content: string,
  sources: { versionId: number; grantId: number }[],
): Promise<Registered> {
  const file = path.join(stage.folder, fileName);
  mkdirSync(stage.folder, { recursive: true });
  writeFileSync(file, content);
  const { root, byteSize } = await contentRootOf(file);
  const owed = owedRoyalties(await readTableInputs(actor.ledger, 0, sources));
  const payees = completeTable(owed, [{ memberId: actor.memberId, weight: 1 }]);
  const draft = {
    contentRoot: root,
    byteSize,
    format: FILE_FORMAT,
    metadataHash: ZeroHash,
    metadataUri: '',
    payees: payees.map(packEntry),
    sources,
  };
  const { events } = await mine(actor.ledger.datasets.register(draft, actor.gas));
  return { datasetId: Number(events.VersionPublished?.datasetId), versionId: Number(events.VersionPublished?.versionId) };
}

async function offer(
  actor: Actor,
  dataset: Registered,
  rights: Right[],
  conditions: { royaltyBps: number; price: bigint; period: number },
): Promise<number> {
  const { grants, market } = actor.ledger;
  const purposes = toBits(PURPOSES, PURPOSES);
  const terms = await mine(
    grants.writeTerms(
      dataset.datasetId,
      dataset.versionId,
      toBits(rights, RIGHTS),
      conditions.royaltyBps,
      purposes,
      ZeroHash,
      actor.gas,
    ),
  );
  const termsId = Number(terms.events.TermsWritten?.termsId);
  const { events } = await mine(market.openOffer({ termsId, ...conditions, units: 0, buyer: 0, seats: 0 }, actor.gas));
  return Number(events.OfferOpened?.offerId);
}

async function buy(actor: Actor, offerId: number, versionId: number, price: bigint): Promise<number> {
  const order = { grantId: 0, offerId, versionId, units: 0 };
  const { events } = await acceptOrder(actor.ledger, actor.wallet, order, price, price, actor.gas);
  return Number(events.AccessPurchased?.grantId);
}

/** Spindle load in percent, once a second, over one simulated cut. */
function spindleLoad(): string {
  const rows = Array.from({ length: 600 }, (_, second) => {
    const load = 38 + 12 * Math.sin(second / 40) + second / 60;
    return `${second},${load.toFixed(2)}`;
  });
  return `second,spindle_load_percent\n${rows.join('\n')}\n`;
}

function wearModel(): string {
  return `${JSON.stringify({ model: 'tool-wear', form: 'linear', perMinuteMicrometre: 0.42, baseMicrometre: 3.1 }, null, 2)}\n`;
}
