import path from 'node:path';
import { type Wallet, ZeroHash } from 'ethers';
import { contentRootOf, FILE_FORMAT } from '../../sdk/content-root.js';
import type { Deployment } from '../../sdk/deployment.js';
import { packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, type Purpose, RIGHTS, type Right, toBits } from '../../sdk/ids.js';
import { connectLedger, type Ledger } from '../../sdk/ledger.js';
import { encodeMetadata, parseMetadata } from '../../sdk/metadata.js';
import { completeTable, type Originator, owedRoyalties } from '../../sdk/payee-table.js';
import { signAdmission, signOriginAnswer, signTicket } from '../../sdk/signing.js';
import { readTableInputs, type SourceRef } from '../../sdk/table-inputs.js';
import { CAST, type Company, type Role } from './cast.js';
import { DESCRIPTIONS, type Described } from './descriptions.js';
import type { Act } from './recorded-acts.js';

/** Where signatures of the demo end; no clock of it comes so far. */
const FAR = 2n ** 40n - 1n;
const YEAR = 365 * 86_400;
/** What the bank issues to a company as it enters, in base units. */
export const PURSE = 60_000_000n;

/** What the acts of the demo work with. */
export interface Stage {
  act: Act;
  deployment: Deployment;
  /** Keys by the name of their company; `runner` is the payout runner's own. */
  wallets: Record<Role | 'runner', Wallet>;
  /** Folder of the sample files. */
  samples: string;
}

/** A company that was admitted. */
export interface Player {
  wallet: Wallet;
  ledger: Ledger;
  memberId: number;
}

/** A version on sale or to derive from. */
export interface Registered {
  datasetId: number;
  versionId: number;
}

/** What a seller asks for. */
export interface Conditions {
  rights: readonly Right[];
  purposes?: readonly Purpose[];
  /** Base units. */
  price: bigint;
  /** Seconds; 0: without end. */
  period?: number;
  units?: number;
  royaltyBps?: number;
  buyer?: Player;
  seats?: number;
  /** The version that is sold; absent: the grant follows updates. */
  versionId?: number;
}

/** An offer, and what it takes to accept it. */
export interface Offer {
  offerId: number;
  price: bigint;
}

/** The notary admits a company, the bank gives it settlement tokens, and it lets the market take what it buys. */
export async function enter(stage: Stage, role: Role, at: number): Promise<Player> {
  const { act, deployment, wallets } = stage;
  const wallet = wallets[role];
  const company: Company = CAST[role];
  const { legalName, scheme, identifier } = company;
  const consent = {
    legalName,
    scheme,
    identifier,
    key: wallet.address,
    roles: toBits(KEY_ROLES, KEY_ROLES),
    payoutAccount: wallet.address,
    payoutMinimum: company.payoutMinimum ?? 0n,
    nonce: 0n,
    deadline: FAR,
  };
  const admission = { ...consent, credentialHash: ZeroHash, validUntil: BigInt(at + 2 * YEAR) };
  const signature = await signAdmission(wallet, deployment, consent);
  const notary = connectLedger(deployment, wallets.notary);
  const { events } = await act(wallets.notary, at, notary.members.admit.populateTransaction(admission, signature));
  return { wallet, ledger: connectLedger(deployment, wallet), memberId: Number(events.MemberAdmitted?.memberId) };
}

/** The bank issues settlement tokens to a company that buys, which lets the market take the price of what it will accept. */
export async function fund(stage: Stage, player: Player, at: number): Promise<void> {
  const { act, deployment, wallets } = stage;
  const bank = connectLedger(deployment, wallets.bank);
  await act(wallets.bank, at, bank.token.mint.populateTransaction(player.wallet.address, PURSE));
  const market = deployment.contracts.AccessMarket;
  await act(player.wallet, at + 600, player.ledger.token.approve.populateTransaction(market, 2n ** 256n - 1n));
}

/** Registers a sample as a dataset, or publishes it as a version of one. */
export async function publish(
  stage: Stage,
  player: Player,
  at: number,
  sample: Described,
  from: { dataset?: Registered; sources?: SourceRef[]; originators?: Originator[] } = {},
): Promise<Registered> {
  const { datasets } = player.ledger;
  const { root, byteSize } = await contentRootOf(path.join(stage.samples, sample));
  const { hash, uri } = encodeMetadata(parseMetadata(DESCRIPTIONS[sample]));
  const sources = [...(from.sources ?? [])].sort((a, b) => a.versionId - b.versionId);
  const datasetId = from.dataset?.datasetId ?? 0;
  const inherits = datasetId !== 0 && sources.length === 0;
  const payees = inherits
    ? []
    : completeTable(
        owedRoyalties(await readTableInputs(player.ledger, datasetId, sources)),
        from.originators ?? [{ memberId: player.memberId, weight: 1 }],
      );
  const draft = {
    contentRoot: root,
    byteSize,
    format: FILE_FORMAT,
    metadataHash: hash,
    metadataUri: uri,
    payees: payees.map(packEntry),
    sources,
  };
  const call =
    datasetId === 0 ? datasets.register.populateTransaction(draft) : datasets.publish.populateTransaction(datasetId, draft);
  const { events } = await stage.act(player.wallet, at, call);
  return { datasetId: Number(events.VersionPublished?.datasetId), versionId: Number(events.VersionPublished?.versionId) };
}

/** Writes terms and puts a price on them. */
export async function offer(
  stage: Stage,
  player: Player,
  at: number,
  dataset: Registered,
  conditions: Conditions,
): Promise<Offer> {
  const { act } = stage;
  const { grants, market } = player.ledger;
  const {
    buyer,
    period = 0,
    price,
    purposes = PURPOSES,
    rights,
    royaltyBps = 0,
    seats = 0,
    units = 0,
    versionId = 0,
  } = conditions;
  const [rightBits, purposeBits] = [toBits(rights, RIGHTS), toBits(purposes, PURPOSES)];
  const written = await act(
    player.wallet,
    at,
    grants.writeTerms.populateTransaction(dataset.datasetId, versionId, rightBits, royaltyBps, purposeBits, ZeroHash),
  );
  const termsId = Number(written.events.TermsWritten?.termsId);
  const draft = { termsId, price, period, units, buyer: buyer?.memberId ?? 0, seats };
  const { events } = await act(player.wallet, at + 60, market.openOffer.populateTransaction(draft));
  return { offerId: Number(events.OfferOpened?.offerId), price };
}

/** Buys at an offer. */
export async function buy(
  stage: Stage,
  player: Player,
  at: number,
  { offerId, price }: Offer,
  seen: Registered,
  units = 0,
): Promise<number> {
  const call = player.ledger.market.purchase.populateTransaction(offerId, seen.versionId, units, price);
  const { events } = await stage.act(player.wallet, at, call);
  return Number(events.AccessPurchased?.grantId);
}

/** Renews a grant, or tops up its units. */
export async function renew(
  stage: Stage,
  player: Player,
  at: number,
  grantId: number,
  { offerId, price }: Offer,
  seen: Registered,
  units = 0,
): Promise<void> {
  const call = player.ledger.market.renew.populateTransaction(grantId, offerId, seen.versionId, units, price);
  await stage.act(player.wallet, at, call);
}

/** The holder signs how many units it has used in all; the seller settles it. */
export async function use(
  stage: Stage,
  holder: Player,
  seller: Player,
  at: number,
  grantId: number,
  units: number,
): Promise<void> {
  const key = holder.wallet.address;
  const signature = await signTicket(holder.wallet, stage.deployment, { grantId, units, key, deadline: FAR });
  const call = seller.ledger.grants.consume.populateTransaction([{ grantId, units, key, deadline: FAR, signature }]);
  await stage.act(seller.wallet, at, call);
}

/** An originator says that its place in a table is right. */
export async function confirm(stage: Stage, player: Player, at: number, tableId: number): Promise<void> {
  const nonce = await player.ledger.datasets.nonces(player.wallet.address);
  const consent = { tableId, answer: 'confirmed' as const, key: player.wallet.address, nonce, deadline: FAR };
  const signature = await signOriginAnswer(player.wallet, stage.deployment, consent);
  const call = player.ledger.datasets.answerOrigin.populateTransaction({ ...consent, answer: 1 }, signature);
  await stage.act(player.wallet, at, call);
}
