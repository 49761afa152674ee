import { id, toBeHex, ZeroHash } from 'ethers';
import { packEntry } from '../../../sdk/entry.js';
import { signAuthorization, signPermit } from '../../../sdk/orders.js';
import { signTicket } from '../../../sdk/signing.js';
import type { Act, ActOf, Declared, SignedUnits } from '../acts.js';
import { must } from '../model/state.js';
import type { Cast } from './cast.js';
import type { Call } from './chain.js';
import { fingerprintQuery } from './observed.js';
import { read } from './reading.js';

const FAR = 2n ** 40n - 1n;

/** The transaction that an act is, at a time. */
export async function encode(cast: Cast, act: Act, at: number): Promise<Call> {
  const { ledger, auditor, office, deployment } = cast.world;
  const { datasets, grants, market, revenue, members, token } = ledger;
  const at_ = deployment.contracts;
  const by = (data: string, to: string): Call => ({ from: keyOf(cast, (act as { by: number }).by).address, to, data });
  switch (act.type) {
    case 'register':
      return by(datasets.interface.encodeFunctionData('register', [draftOf(act)]), at_.DatasetRegistry);
    case 'publish':
      return by(datasets.interface.encodeFunctionData('publish', [act.datasetId, draftOf(act)]), at_.DatasetRegistry);
    case 'writeTerms': {
      const args = [act.datasetId, act.versionId, act.rights, act.royaltyBps, act.purposes, ZeroHash] as const;
      return by(grants.interface.encodeFunctionData('writeTerms', [...args]), at_.AccessGrants);
    }
    case 'openOffer':
      return by(market.interface.encodeFunctionData('openOffer', [act]), at_.AccessMarket);
    case 'closeOffer':
      return by(market.interface.encodeFunctionData('closeOffer', [act.offerId]), at_.AccessMarket);
    case 'purchase':
    case 'renew':
      return encodeOrder(cast, act);
    case 'approve':
      return by(token.interface.encodeFunctionData('approve', [at_.AccessMarket, 2n ** 256n - 1n]), at_.SettlementToken);
    case 'consume': {
      const tickets = await Promise.all(act.tickets.map((ticket) => signed(cast, ticket, at)));
      return by(grants.interface.encodeFunctionData('consume', [tickets]), at_.AccessGrants);
    }
    case 'giveUp':
      return by(grants.interface.encodeFunctionData('giveUp', [act.grantId]), at_.AccessGrants);
    case 'endEarly':
      return by(market.interface.encodeFunctionData('endEarly', [act.grantId, act.maximum]), at_.AccessMarket);
    case 'withdraw':
      return by(datasets.interface.encodeFunctionData('withdraw', [act.versionId, 'old']), at_.DatasetRegistry);
    case 'retire':
      return by(datasets.interface.encodeFunctionData('retire', [act.datasetId]), at_.DatasetRegistry);
    case 'release': {
      const args = [act.sourceId, act.datasetId, act.seen] as const;
      return by(datasets.interface.encodeFunctionData('release', [...args]), at_.DatasetRegistry);
    }
    case 'consent': {
      const args = [act.sourceId, act.datasetId, act.to] as const;
      return by(datasets.interface.encodeFunctionData('consent', [...args]), at_.DatasetRegistry);
    }
    case 'transferFrom': {
      const args = [accountOf(cast, act.from), accountOf(cast, act.to), act.datasetId] as const;
      return by(datasets.interface.encodeFunctionData('transferFrom', [...args]), at_.DatasetRegistry);
    }
    case 'transferUnchanged': {
      const [[seen = 0n] = []] = await read([fingerprintQuery(cast, act.datasetId)]);
      const args = [act.datasetId, act.to, toBeHex(act.fresh ? seen : seen ^ 1n, 32)] as const;
      return by(datasets.interface.encodeFunctionData('transferUnchanged', [...args]), at_.DatasetRegistry);
    }
    case 'transferGrant': {
      const args = [accountOf(cast, act.by), accountOf(cast, act.to), act.grantId] as const;
      return by(grants.interface.encodeFunctionData('transferFrom', [...args]), at_.AccessGrants);
    }
    case 'freeze':
    case 'liftFreeze': {
      const contract = { dataset: datasets, member: members, grant: grants }[act.subject];
      const to = { dataset: at_.DatasetRegistry, member: at_.MemberRegistry, grant: at_.AccessGrants }[act.subject];
      const args = act.type === 'freeze' ? [act.id, act.caseNumber, at + act.lasts] : [act.id, act.caseNumber];
      return { from: auditor.address, to, data: contract.interface.encodeFunctionData(act.type as never, args as never) };
    }
    case 'suspend': {
      const data = members.interface.encodeFunctionData('suspend', [act.memberId, 'checks']);
      return { from: office.address, to: at_.MemberRegistry, data };
    }
    case 'reinstate': {
      const data = members.interface.encodeFunctionData('reinstate', [act.memberId]);
      return { from: office.address, to: at_.MemberRegistry, data };
    }
    case 'distribute':
      return by(revenue.interface.encodeFunctionData('distribute', [act.tables]), at_.RevenueLedger);
    case 'payOut':
      return by(revenue.interface.encodeFunctionData('payOut', [act.members]), at_.RevenueLedger);
    case 'payFees':
      return by(revenue.interface.encodeFunctionData('payFees'), at_.RevenueLedger);
  }
}

function accountOf({ accountTag }: Cast, memberId: number): string {
  return `${accountTag}${memberId.toString(16).padStart(8, '0')}`.toLowerCase();
}

function keyOf(cast: Cast, memberId: number) {
  return must(cast.companies, memberId).key;
}

function draftOf({ payees, sources }: Declared) {
  return {
    contentRoot: id('content'),
    byteSize: 4_097n,
    format: 1,
    metadataHash: ZeroHash,
    metadataUri: '',
    payees: payees.map(packEntry),
    sources,
  };
}

async function signed(cast: Cast, { grantId, units, signer, deadlineIn, signedUnits }: SignedUnits, at: number) {
  const { key } = must(cast.companies, signer);
  const deadline = BigInt(at + deadlineIn);
  const ticket = { grantId, key: key.address, deadline };
  const signature = await signTicket(key, cast.world.deployment, { ...ticket, units: signedUnits });
  return { ...ticket, units, signature };
}

async function encodeOrder(cast: Cast, act: ActOf<'purchase' | 'renew'>): Promise<Call> {
  const { ledger, deployment } = cast.world;
  const face = ledger.market.interface;
  const to = deployment.contracts.AccessMarket;
  const { by, grantId, offerId, versionId, units, payment } = act;
  const key = keyOf(cast, by);
  const order = { grantId, offerId, versionId, units };
  if (payment.type === 'permit') {
    const permit = await signPermit(ledger, key, payment.value, FAR);
    if (!payment.good) permit.deadline = 1n;
    return { from: key.address, to, data: face.encodeFunctionData('acceptWithPermit', [order, permit]) };
  }
  if (payment.type === 'authorization') {
    const salt = id(`salt ${payment.salt}`);
    const terms = { order, price: payment.signedPrice, memberId: by, salt, validAfter: 0n, validBefore: FAR };
    const data = face.encodeFunctionData('acceptWithAuthorization', [order, await signAuthorization(ledger, key, terms)]);
    return { from: keyOf(cast, payment.sender).address, to, data };
  }
  const data =
    grantId === 0
      ? face.encodeFunctionData('purchase', [offerId, versionId, units, payment.maximum])
      : face.encodeFunctionData('renew', [grantId, offerId, versionId, units, payment.maximum]);
  return { from: key.address, to, data };
}
