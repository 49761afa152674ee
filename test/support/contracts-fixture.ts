import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { getAddress, id, MaxUint256, type Signer, Wallet, ZeroHash } from 'ethers';
import { network } from 'hardhat';
import { quickBuild } from '../../scripts/build.js';
import { deployLedger } from '../../scripts/deploy-ledger.js';
import type { Deployment } from '../../sdk/deployment.js';
import { type Payee, packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, RIGHTS, type Right, toBits } from '../../sdk/ids.js';
import { connectLedger, type Ledger, mine } from '../../sdk/ledger.js';
import { completeTable, type Originator, owedRoyalties } from '../../sdk/payee-table.js';
import { type AdmissionConsent, signAdmission } from '../../sdk/signing.js';
import { readTableInputs, type SourceRef } from '../../sdk/table-inputs.js';
import type { IDatasetRegistry } from '../../types/contracts/DatasetRegistry.js';
import type { IMemberRegistry } from '../../types/contracts/MemberRegistry.js';
import { type AccessManager, AccessManager__factory } from '../../types/index.js';

export const { ethers, networkHelpers } = await network.create();

export const DAY = 86_400;
export const ALL_ROLES = toBits(KEY_ROLES, KEY_ROLES);
const ALL_PURPOSES = toBits(PURPOSES, PURPOSES);
export const FEE_BPS = 100n;
/** An offer to everybody, without units or seats. */
export const ANYBODY = { units: 0, buyer: 0, seats: 0 };
/** What each company starts with, in settlement-token base units. */
export const FUNDS = 10n ** 12n;
/** The least payout that others may trigger for `parts`; everybody else has none. */
export const PARTS_MINIMUM = 1_001n;
const FAR = 2n ** 40n - 1n;

/** A member and the key that acts for it. */
export interface Company {
  memberId: number;
  key: HardhatEthersSigner;
  /** Where it is paid; nobody's key. */
  payoutAccount: string;
  /** Bound to its key. */
  ledger: Ledger;
}

/** A fresh ledger: member 1 is the consortium, whose key is the notary; members 2 to 7 are the companies, each with all roles. */
export interface World {
  deployment: Deployment;
  manager: AccessManager;
  founder: Wallet;
  office: HardhatEthersSigner;
  issuer: HardhatEthersSigner;
  auditor: HardhatEthersSigner;
  admin: HardhatEthersSigner;
  stranger: HardhatEthersSigner;
  /** Keys of nobody, to become somebody's. */
  spares: HardhatEthersSigner[];
  /** Bound to the founder. */
  ledger: Ledger;
  works: Company;
  models: Company;
  parts: Company;
  tools: Company;
  buyer: Company;
  rival: Company;
}

/** Deploys the ledger and admits the companies. */
export async function ledgerFixture(): Promise<World> {
  const [office, issuer, auditor, admin, stranger, ...keys] = (await ethers.getSigners()) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    ...HardhatEthersSigner[],
  ];
  const founder = new Wallet(id('founder'), ethers.provider);
  await networkHelpers.setBalance(founder.address, 10n ** 21n);
  const plan = {
    name: 'unit',
    chainId: 31_337,
    rpcUrl: 'http://127.0.0.1',
    notary: founder.address,
    office: office.address,
    issuer: issuer.address,
    auditor: auditor.address,
    admin: admin.address,
    token: { name: 'Test Won', symbol: 'KRW', decimals: 0 },
    feeBps: Number(FEE_BPS),
    delay: 0,
    founder: { legalName: 'Test Office', scheme: 'LEI', identifier: 'TESTOFFICE' },
  };
  const deployment = await deployLedger(founder, plan, quickBuild(), {}, () => {});
  const ledger = connectLedger(deployment, founder);
  const manager = AccessManager__factory.connect(deployment.contracts.AccessManager, admin);
  const base = { deployment, manager, founder, office, issuer, auditor, admin, stranger, spares: keys.slice(6), ledger };
  const names = ['works', 'models', 'parts', 'tools', 'buyer', 'rival'] as const;
  const companies = {} as Record<(typeof names)[number], Company>;
  for (const [i, name] of names.entries()) {
    const payoutMinimum = name === 'parts' ? PARTS_MINIMUM : 0n;
    companies[name] = await admitCompany(base, keys[i] as HardhatEthersSigner, name, { payoutMinimum });
  }
  return { ...base, ...companies };
}

/** An address that nobody has a key for. */
export function addressOf(name: string): string {
  return getAddress(`0x${id(name).slice(26)}`);
}

/** What a company signs and a notary checks, with a good signature of `key` over it. */
export async function signedAdmission(
  world: Pick<World, 'deployment'>,
  key: Signer,
  changes: Partial<AdmissionConsent & IMemberRegistry.AdmissionStruct> = {},
): Promise<{ admission: IMemberRegistry.AdmissionStruct; signature: string }> {
  const address = await key.getAddress();
  const consent = {
    legalName: 'New Company Ltd',
    scheme: 'LEI',
    identifier: 'NEWCOMPANY',
    key: address,
    roles: ALL_ROLES,
    payoutAccount: addressOf(`payout of ${address}`),
    payoutMinimum: 0n,
    nonce: 0n,
    deadline: FAR,
    credentialHash: ZeroHash,
    validUntil: FAR,
    ...changes,
  };
  const { credentialHash, validUntil, ...signed } = consent;
  return { admission: consent, signature: await signAdmission(key, world.deployment, signed) };
}

/** Admits a company with all roles, money, and an allowance for the market. */
export async function admitCompany(
  world: Pick<World, 'deployment' | 'issuer' | 'ledger'>,
  key: HardhatEthersSigner,
  name: string,
  changes: Partial<AdmissionConsent>,
  validUntil: number | bigint = FAR,
): Promise<Company> {
  const payoutAccount = addressOf(`payout of ${name}`);
  const identifier = name.toUpperCase();
  const { admission, signature } = await signedAdmission(world, key, {
    legalName: name,
    identifier,
    payoutAccount,
    validUntil,
    ...changes,
  });
  const { events } = await mine(world.ledger.members.admit(admission, signature));
  const ledger = connectLedger(world.deployment, key);
  await mine(world.ledger.token.connect(world.issuer).mint(key.address, FUNDS));
  await mine(ledger.token.approve(world.deployment.contracts.AccessMarket, MaxUint256));
  return { memberId: Number(events.MemberAdmitted?.memberId), key, payoutAccount, ledger };
}

export function originator(memberId: number, shareBps: number): Payee {
  return { kind: 'originator', id: memberId, shareBps };
}

export function royalty(tableId: number, shareBps: number, onward = false): Payee {
  return { kind: 'royalty', id: tableId, shareBps, onward };
}

/** A draft with these payees in this order, good or bad. */
export function draftOf(
  payees: readonly (Payee | bigint)[],
  sources: SourceRef[] = [],
  changes: Partial<IDatasetRegistry.DraftStruct> = {},
): IDatasetRegistry.DraftStruct {
  const entries = payees.map((payee) => (typeof payee === 'bigint' ? payee : packEntry(payee)));
  const contentRoot = id('some content');
  return {
    contentRoot,
    byteSize: 4_097n,
    format: 1,
    metadataHash: ZeroHash,
    metadataUri: '',
    payees: entries,
    sources,
    ...changes,
  };
}

/** A version of a dataset. */
export interface Registered {
  datasetId: number;
  versionId: number;
}

/** How a version is made; without payees, the table that the sources ask for, the own part the publisher's. */
export interface Making {
  payees?: Payee[];
  sources?: SourceRef[];
  originators?: Originator[];
}

async function draftFor(company: Company, datasetId: number, making: Making): Promise<IDatasetRegistry.DraftStruct> {
  const { sources = [], originators = [{ memberId: company.memberId, weight: 1 }] } = making;
  const payees =
    making.payees ?? completeTable(owedRoyalties(await readTableInputs(company.ledger, datasetId, sources)), originators);
  return draftOf(payees, sources);
}

/** Registers a dataset. */
export async function register(company: Company, making: Making = {}): Promise<Registered> {
  const { events } = await mine(company.ledger.datasets.register(await draftFor(company, 0, making)));
  return { datasetId: Number(events.VersionPublished?.datasetId), versionId: Number(events.VersionPublished?.versionId) };
}

/** Publishes a version; with `payees: []`, under the table of the version before. */
export async function publish(company: Company, datasetId: number, making: Making = {}): Promise<number> {
  const { events } = await mine(company.ledger.datasets.publish(datasetId, await draftFor(company, datasetId, making)));
  return Number(events.VersionPublished?.versionId);
}

/** Terms and the price on them. `versionId` 0 follows updates. */
export interface Conditions {
  rights?: Right[];
  royaltyBps?: number;
  purposes?: bigint;
  price?: bigint;
  period?: number;
  /** Uses that one price pays for. */
  units?: number;
  /** The one member that may buy. */
  buyer?: number;
  seats?: number;
}

/** Writes terms. */
export async function writeTerms(
  seller: Company,
  { datasetId, versionId }: Registered,
  conditions: Conditions = {},
): Promise<number> {
  const { rights = ['read'], royaltyBps = 0, purposes = ALL_PURPOSES } = conditions;
  const bits = toBits(rights, RIGHTS);
  const { events } = await mine(seller.ledger.grants.writeTerms(datasetId, versionId, bits, royaltyBps, purposes, ZeroHash));
  return Number(events.TermsWritten?.termsId);
}

/** Puts a price on terms. */
export async function openOffer(
  seller: Company,
  termsId: number,
  { price = 10_007n, period = 0, units = 0, buyer = 0, seats = 0 }: Conditions = {},
): Promise<number> {
  const { events } = await mine(seller.ledger.market.openOffer({ termsId, price, period, units, buyer, seats }));
  return Number(events.OfferOpened?.offerId);
}

/** Writes terms and puts a price on them. */
export async function sell(seller: Company, version: Registered, conditions: Conditions = {}): Promise<number> {
  return openOffer(seller, await writeTerms(seller, version, conditions), conditions);
}

/** Buys at any price. */
export async function buy(buyer: Company, offerId: number, versionId: number, units = 0): Promise<number> {
  const { events } = await mine(buyer.ledger.market.purchase(offerId, versionId, units, MaxUint256 >> 128n));
  return Number(events.AccessPurchased?.grantId);
}

/** Lets `deriver` derive from a version, free of charge, for the royalty. */
export async function licence(
  seller: Company,
  version: Registered,
  deriver: Company,
  { royaltyBps = 0, onward = false }: { royaltyBps?: number; onward?: boolean } = {},
): Promise<SourceRef> {
  const rights: Right[] = onward ? ['read', 'derive', 'onward'] : ['read', 'derive'];
  const offerId = await sell(seller, version, { rights, royaltyBps, price: 0n });
  return { versionId: version.versionId, grantId: await buy(deriver, offerId, version.versionId) };
}

/** Makes a spare key a market of its own, so that a test sees what the grants and the ledger do with any market. */
export async function addTill(world: World): Promise<HardhatEthersSigner> {
  const till = spareKey(world);
  await mine(world.ledger.grants.connect(world.admin).addMarket(till.address));
  await mine(world.ledger.revenue.connect(world.admin).addMarket(till.address));
  return till;
}

/** Brings revenue for a table, gross: the tokens from `buyer`, the word from `till`. */
export async function collect(world: World & { till: HardhatEthersSigner }, tableId: number, amount: bigint): Promise<void> {
  await mine(world.buyer.ledger.token.transfer(world.deployment.contracts.RevenueLedger, amount));
  await mine(world.ledger.revenue.connect(world.till).collect(world.buyer.memberId, 0, tableId, amount));
}

/** A key of nobody. */
export function spareKey(world: World, index = 0): HardhatEthersSigner {
  const key = world.spares[index];
  if (key === undefined) throw new Error('too few signers');
  return key;
}

/** Admits a company whose key has these roles only. */
export async function admitKey(world: World, key: HardhatEthersSigner, roles: bigint): Promise<number> {
  const { admission, signature } = await signedAdmission(world, key, { roles });
  const { events } = await mine(world.ledger.members.admit(admission, signature));
  return Number(events.MemberAdmitted?.memberId);
}

/** Suspends a member by the office's key. */
export async function suspend(world: World, company: Company): Promise<void> {
  await mine(world.ledger.members.connect(world.office).suspend(company.memberId, 'checks'));
}

/** 127 datasets of `works`, and nothing else: versions 1 to 127 are the tables that gifts can go to. */
export async function crowdedFixture(): Promise<World> {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  for (let i = 0; i < 127; i++) await register(world.works, { payees: [originator(world.works.memberId, 10_000)] });
  return world;
}

/** A table of `works` with this many originators, then gifts with onward to its own datasets, at 0 basis points. */
export function crowdedTable(originators: number, gifts: number): Payee[] {
  const own = Array.from({ length: originators }, (_, i) => originator(i + 1, i === 0 ? 10_001 - originators : 1));
  return [...own, ...Array.from({ length: gifts }, (_, i) => royalty(i + 1, 0, true))];
}
