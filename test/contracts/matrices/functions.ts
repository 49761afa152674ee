import { id, MaxUint256, ZeroHash } from 'ethers';
import { RIGHTS, toBits } from '../../../sdk/ids.js';
import { mine } from '../../../sdk/ledger.js';
import { signAuthorization } from '../../../sdk/orders.js';
import { identifierHash, signKeyBinding, signOriginAnswer, signTicket } from '../../../sdk/signing.js';
import {
  ALL_ROLES,
  ANYBODY,
  addressOf,
  DAY,
  draftOf,
  networkHelpers,
  originator,
  signedAdmission,
} from '../../support/contracts-fixture.js';
import type { Roles } from './roles.js';
import { CASE, PRICE } from './stage.js';

/** Who may call a function: anybody, one role of a key, one role of the consortium, a market, or nobody. */
export type Caller = 'anyone' | 'nobody' | keyof Roles['callers'];

/** One function that changes something: who may call it, and what it can at worst do in the wrong hands. */
export interface Guarded {
  contract: 'members' | 'datasets' | 'grants' | 'market' | 'revenue' | 'token';
  name: string;
  by: Caller;
  /** What a key of another member, with all roles, meets. */
  other: string;
  worst: string;
  prepare?: (roles: Roles) => Promise<unknown>;
  args: (roles: Roles, prepared: unknown) => Promise<unknown[]> | unknown[];
}

const FAR = 2n ** 40n - 1n;
const READ = toBits(['read'], RIGHTS);
const UNAUTHORIZED = 'AccessManagedUnauthorized';
const ITS_OWN = 'acts for itself';
const NOT_THE_OWNER = 'DatasetRegistry_NotTheOwner';
const HARMS_ITS_OWN = 'harm its own member';

const soon = async () => (await networkHelpers.time.latest()) + 29 * DAY;

async function signedBinding({ newKey, owner, deployment }: Roles) {
  const consent = { memberId: owner.memberId, key: newKey.address, roles: ALL_ROLES, nonce: 0n, deadline: FAR };
  return signKeyBinding(newKey, deployment, consent);
}

async function recoveryOf(roles: Roles) {
  const { ledger, owner, newKey, callers } = roles;
  const signature = await signedBinding(roles);
  return mine(ledger.members.connect(callers.notary).startRecovery(owner.memberId, newKey.address, 0, FAR, signature));
}

const accounts = async ({ ledger, owner, models }: Roles) => [
  await ledger.members.accountOf(owner.memberId),
  await ledger.members.accountOf(models.memberId),
];

const OF_MEMBERS: Omit<Guarded, 'contract'>[] = [
  {
    name: 'admit',
    by: 'notary',
    other: UNAUTHORIZED,
    worst: 'admit an entity that does not exist; no key that did not sign, no payout account of its choice',
    args: async (roles) => {
      const { admission, signature } = await signedAdmission(roles, roles.newKey);
      return [admission, signature];
    },
  },
  {
    name: 'renewAdmission',
    by: 'notary',
    other: UNAUTHORIZED,
    worst: 'keep a member that should go; never shorten',
    args: ({ owner }) => [owner.memberId, FAR, ZeroHash],
  },
  {
    name: 'startRecovery',
    by: 'notary',
    other: UNAUTHORIZED,
    worst: 'take over a member none of whose keys vetoes in 7 days, and its payout account 48 hours later',
    args: async (roles) => [roles.owner.memberId, roles.newKey.address, 0, FAR, await signedBinding(roles)],
  },
  {
    name: 'suspend',
    by: 'office',
    other: UNAUTHORIZED,
    worst: 'stop a member’s acts and sales; never its receipts',
    args: ({ owner }) => [owner.memberId, 'checks'],
  },
  {
    name: 'reinstate',
    by: 'office',
    other: UNAUTHORIZED,
    worst: 'let a member act that should not',
    prepare: ({ ledger, callers, models }) => mine(ledger.members.connect(callers.office).suspend(models.memberId, 'checks')),
    args: ({ models }) => [models.memberId],
  },
  {
    name: 'voidAdmission',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'end a suspended member’s acts for ever, its own payouts’ use included; it is still paid',
    prepare: ({ ledger, callers, models }) => mine(ledger.members.connect(callers.office).suspend(models.memberId, 'checks')),
    args: ({ models }) => [models.memberId, identifierHash('LEI', 'MODELS'), 'an error'],
  },
  {
    name: 'freeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'delay a member, 30 days at a time and twice under each case number that it names in public',
    args: async ({ owner }) => [owner.memberId, CASE, await soon()],
  },
  {
    name: 'liftFreeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'let go what another case needs frozen',
    prepare: async ({ ledger, callers, models }) =>
      mine(ledger.members.connect(callers.auditor).freeze(models.memberId, CASE, await soon())),
    args: ({ models }) => [models.memberId, CASE],
  },
  {
    name: 'addSystemContract',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'let a contract hold settlement tokens',
    args: () => [addressOf('a contract')],
  },
  {
    name: 'addKey',
    by: 'admin key',
    other: 'MemberRegistry_BadSignature',
    worst: HARMS_ITS_OWN,
    args: async (roles) => [roles.newKey.address, ALL_ROLES, 0, FAR, await signedBinding(roles)],
  },
  {
    name: 'changeRoles',
    by: 'admin key',
    other: 'MemberRegistry_KeyOfAnother',
    worst: HARMS_ITS_OWN,
    args: ({ owner }) => [owner.key.address, 1],
  },
  {
    name: 'revokeKey',
    by: 'admin key',
    other: 'MemberRegistry_KeyOfAnother',
    worst: `${HARMS_ITS_OWN}; one admin key always remains`,
    args: ({ owner }) => [owner.key.address],
  },
  {
    name: 'announcePayout',
    by: 'admin key',
    other: ITS_OWN,
    worst: 'send its own member’s money elsewhere, 48 hours later',
    args: () => [addressOf('elsewhere'), 1],
  },
  {
    name: 'cancelPayout',
    by: 'admin key',
    other: 'MemberRegistry_NoPayoutDue',
    worst: HARMS_ITS_OWN,
    prepare: ({ owner }) => mine(owner.ledger.members.announcePayout(addressOf('elsewhere'), 1)),
    args: () => [],
  },
  {
    name: 'vetoRecovery',
    by: 'any key',
    other: 'MemberRegistry_NoRecovery',
    worst: 'keep its own member from recovering while it is good',
    prepare: recoveryOf,
    args: () => [],
  },
  {
    name: 'finishRecovery',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: what was announced happens',
    prepare: async (roles) => {
      await recoveryOf(roles);
      await networkHelpers.time.increase(7 * DAY);
    },
    args: ({ owner }) => [owner.memberId],
  },
  {
    name: 'applyPayout',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: what was announced happens',
    prepare: async ({ owner }) => {
      await mine(owner.ledger.members.announcePayout(addressOf('elsewhere'), 1));
      await networkHelpers.time.increase(2 * DAY);
    },
    args: ({ owner }) => [owner.memberId],
  },
  {
    name: 'nameSuccessor',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'stop admissions for ever',
    args: ({ deployment }) => [deployment.contracts.SettlementToken],
  },
];

const OF_DATASETS: Omit<Guarded, 'contract'>[] = [
  {
    name: 'register',
    by: 'publish key',
    other: ITS_OWN,
    worst: 'register what is not its own: the name stands under it',
    args: ({ owner }) => [draftOf([originator(owner.memberId, 10_000)])],
  },
  {
    name: 'publish',
    by: 'publish key',
    other: NOT_THE_OWNER,
    worst: 'change later payees of its own part; royalties never shrink',
    args: ({ data }) => [data.datasetId, draftOf([])],
  },
  {
    name: 'withdraw',
    by: 'publish key',
    other: NOT_THE_OWNER,
    worst: 'stop its own sales',
    args: ({ data }) => [data.versionId, 'faulty'],
  },
  { name: 'retire', by: 'publish key', other: NOT_THE_OWNER, worst: 'stop its own sales', args: ({ data }) => [data.datasetId] },
  {
    name: 'release',
    by: 'publish key',
    other: NOT_THE_OWNER,
    worst: 'give up its own dataset’s royalty from later versions of one dataset',
    args: ({ data, derived }) => [data.datasetId, derived.datasetId, derived.versionId],
  },
  {
    name: 'consent',
    by: 'publish key',
    other: NOT_THE_OWNER,
    worst: 'let a bound dataset go to one member',
    args: ({ data, derived, rival }) => [data.datasetId, derived.datasetId, rival.memberId],
  },
  {
    name: 'claim',
    by: 'publish key',
    other: NOT_THE_OWNER,
    worst: 'claim falsely, under its own name',
    args: ({ data, derived }) => [derived.versionId, data.versionId, id('evidence')],
  },
  {
    name: 'transferUnchanged',
    by: 'admin key',
    other: NOT_THE_OWNER,
    worst: 'give its own dataset away',
    args: async ({ data, models, ledger }) => [
      data.datasetId,
      models.memberId,
      await ledger.datasets.getStateFingerprint(data.datasetId),
    ],
  },
  {
    name: 'transferFrom',
    by: 'admin key',
    other: NOT_THE_OWNER,
    worst: 'give its own dataset away',
    args: async (roles) => [...(await accounts(roles)), roles.data.datasetId],
  },
  {
    name: 'safeTransferFrom(address,address,uint256)',
    by: 'admin key',
    other: NOT_THE_OWNER,
    worst: 'give its own dataset away',
    args: async (roles) => [...(await accounts(roles)), roles.data.datasetId],
  },
  {
    name: 'safeTransferFrom(address,address,uint256,bytes)',
    by: 'admin key',
    other: NOT_THE_OWNER,
    worst: 'give its own dataset away',
    args: async (roles) => [...(await accounts(roles)), roles.data.datasetId, '0x'],
  },
  {
    name: 'approve',
    by: 'nobody',
    other: 'ERC721InvalidApprover',
    worst: 'nothing: no key acts on a token by allowance',
    args: ({ rival, data }) => [rival.key.address, data.datasetId],
  },
  {
    name: 'setApprovalForAll',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: an address that is no account owns no token',
    args: ({ rival }) => [rival.key.address, true],
  },
  {
    name: 'answerOrigin',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: the originator has signed',
    args: async ({ owner, data, deployment }) => {
      const said = { tableId: data.versionId, key: owner.key.address, nonce: 0n, deadline: FAR };
      return [{ ...said, answer: 1 }, await signOriginAnswer(owner.key, deployment, { ...said, answer: 'confirmed' })];
    },
  },
  {
    name: 'freeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'delay a dataset’s trade as above; its grants and its money go on',
    args: async ({ data }) => [data.datasetId, CASE, await soon()],
  },
  {
    name: 'liftFreeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'let go what another case needs frozen',
    prepare: async ({ ledger, callers, data }) =>
      mine(ledger.datasets.connect(callers.auditor).freeze(data.datasetId, CASE, await soon())),
    args: ({ data }) => [data.datasetId, CASE],
  },
  {
    name: 'nameSuccessor',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'stop new datasets and versions for ever',
    args: ({ deployment }) => [deployment.contracts.SettlementToken],
  },
];

const OF_GRANTS: Omit<Guarded, 'contract'>[] = [
  {
    name: 'writeTerms',
    by: 'sell key',
    other: 'AccessGrants_NotTheOwner',
    worst: 'write bad terms for its own data',
    args: ({ data }) => [data.datasetId, data.versionId, READ, 0, 1, ZeroHash],
  },
  {
    name: 'giveUp',
    by: 'buy key',
    other: 'AccessGrants_NotTheHolder',
    worst: 'end its own access',
    args: ({ owned }) => [owned],
  },
  {
    name: 'consume',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: the holder has signed',
    args: async ({ holder, grants, deployment }) => {
      const said = { grantId: grants.counted, units: 7, key: holder.key.address, deadline: FAR };
      return [[{ ...said, signature: await signTicket(holder.key, deployment, said) }]];
    },
  },
  {
    name: 'issue',
    by: 'market',
    other: 'AccessGrants_NotAMarket',
    worst: 'grant access for nothing, on terms that sell',
    args: ({ holder, data }) => [holder.memberId, 1, 1, data.versionId, 0, 0],
  },
  {
    name: 'extend',
    by: 'market',
    other: 'AccessGrants_NotAMarket',
    worst: 'extend what it issued for nothing',
    args: ({ holder, data, tilled }) => [tilled, holder.memberId, 9, data.versionId, DAY, 0],
  },
  {
    name: 'endEarly',
    by: 'market',
    other: 'AccessGrants_NotAMarket',
    worst: 'end what it issued without paying back',
    args: ({ tilled }) => [tilled],
  },
  {
    name: 'addMarket',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'add a market that grants access for nothing; it cannot spend what others brought',
    args: () => [addressOf('a market')],
  },
  {
    name: 'closeMarket',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'stop sales and renewals; grants go on',
    args: ({ deployment }) => [deployment.contracts.AccessMarket],
  },
  {
    name: 'freeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'delay the use of one grant as above; its end moves with it',
    args: async ({ grants }) => [grants.timed, CASE, await soon()],
  },
  {
    name: 'liftFreeze',
    by: 'auditor',
    other: UNAUTHORIZED,
    worst: 'let go what another case needs frozen',
    prepare: async ({ ledger, callers, grants }) =>
      mine(ledger.grants.connect(callers.auditor).freeze(grants.timed, CASE, await soon())),
    args: ({ grants }) => [grants.timed, CASE],
  },
  {
    name: 'nameSuccessor',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'stop new terms and grants for ever; renewals go on',
    args: ({ deployment }) => [deployment.contracts.SettlementToken],
  },
  ...['transferFrom', 'safeTransferFrom(address,address,uint256)', 'safeTransferFrom(address,address,uint256,bytes)'].map(
    (name): Omit<Guarded, 'contract'> => ({
      name,
      by: 'nobody',
      other: 'MemberToken_Locked',
      worst: 'nothing: grants are locked',
      args: async (roles) => [...(await accounts(roles)), roles.owned, ...(name.endsWith('bytes)') ? ['0x'] : [])],
    }),
  ),
  {
    name: 'approve',
    by: 'nobody',
    other: 'ERC721InvalidApprover',
    worst: 'nothing: no key acts on a token by allowance',
    args: ({ rival, owned }) => [rival.key.address, owned],
  },
  {
    name: 'setApprovalForAll',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: an address that is no account owns no token',
    args: ({ rival }) => [rival.key.address, true],
  },
];

const OF_MARKET: Omit<Guarded, 'contract'>[] = [
  {
    name: 'openOffer',
    by: 'sell key',
    other: 'AccessMarket_NotTheSeller',
    worst: 'sell its own data too cheap',
    args: () => [{ ...ANYBODY, termsId: 2, price: 1, period: DAY }],
  },
  {
    name: 'closeOffer',
    by: 'sell key',
    other: 'AccessMarket_NotTheSeller',
    worst: 'stop its own sales',
    args: ({ offers }) => [offers.timed],
  },
  {
    name: 'endEarly',
    by: 'sell key',
    other: 'AccessMarket_NotTheOwner',
    worst: 'end access to its own data, and pay for it',
    args: ({ grants }) => [grants.timed, MaxUint256 >> 128n],
  },
  {
    name: 'purchase',
    by: 'buy key',
    other: ITS_OWN,
    worst: 'spend its own tokens, up to the maximum it names',
    args: ({ offers, data }) => [offers.timed, data.versionId, 0, PRICE],
  },
  {
    name: 'renew',
    by: 'buy key',
    other: 'AccessGrants_NotRenewable',
    worst: 'spend its own tokens, up to the maximum it names',
    args: ({ owned, offers, data }) => [owned, offers.timed, data.versionId, 0, PRICE],
  },
  {
    name: 'acceptWithPermit',
    by: 'buy key',
    other: ITS_OWN,
    worst: 'spend its own tokens, up to the maximum it names',
    args: ({ offers, data }) => [
      { grantId: 0, offerId: offers.timed, versionId: data.versionId, units: 0 },
      { value: PRICE, deadline: 0, v: 27, r: ZeroHash, s: ZeroHash },
    ],
  },
  {
    name: 'acceptWithAuthorization',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: the payer has signed for this order at this price',
    args: async ({ holder, offers, data, ledger }) => {
      const order = { grantId: 0, offerId: offers.timed, versionId: data.versionId, units: 0 };
      const signed = { order, price: PRICE, memberId: holder.memberId, salt: ZeroHash, validAfter: 0n, validBefore: FAR };
      return [order, await signAuthorization(ledger, holder.key, signed)];
    },
  },
];

const OF_REVENUE: Omit<Guarded, 'contract'>[] = [
  {
    name: 'collect',
    by: 'market',
    other: 'RevenueLedger_NotAMarket',
    worst: 'credit tokens that somebody sent to the ledger by mistake',
    prepare: ({ buyer, deployment }) => mine(buyer.ledger.token.transfer(deployment.contracts.RevenueLedger, 5)),
    args: ({ buyer, data }) => [buyer.memberId, 0, data.versionId, 5],
  },
  {
    name: 'distribute',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'credit earlier than planned',
    args: ({ data }) => [[data.versionId]],
  },
  { name: 'payOut', by: 'anyone', other: ITS_OWN, worst: 'pay earlier than planned', args: ({ owner }) => [[owner.memberId]] },
  { name: 'payFees', by: 'anyone', other: ITS_OWN, worst: 'pay earlier than planned', args: () => [] },
  {
    name: 'setFee',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'take up to 5 % of later purchases; a rise waits 7 days more',
    args: () => [1],
  },
  {
    name: 'applyFeeRise',
    by: 'anyone',
    other: ITS_OWN,
    worst: 'nothing: what was announced happens',
    prepare: async ({ ledger, callers }) => {
      await mine(ledger.revenue.connect(callers.admin).setFee(500));
      await networkHelpers.time.increase(7 * DAY);
    },
    args: () => [],
  },
  {
    name: 'setConsortium',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'send the fee, and only the fee, to another member',
    args: ({ owner }) => [owner.memberId],
  },
  { name: 'addMarket', by: 'admin', other: UNAUTHORIZED, worst: 'as in the grants', args: () => [addressOf('a market')] },
  {
    name: 'closeMarket',
    by: 'admin',
    other: UNAUTHORIZED,
    worst: 'stop sales for money',
    args: ({ deployment }) => [deployment.contracts.AccessMarket],
  },
];

const OF_TOKEN: Omit<Guarded, 'contract'>[] = [
  {
    name: 'mint',
    by: 'issuer',
    other: UNAUTHORIZED,
    worst: 'inflate the demo currency; a real deployment points at an existing one',
    args: ({ owner }) => [owner.key.address, 1],
  },
  {
    name: 'burn',
    by: 'issuer',
    other: UNAUTHORIZED,
    worst: 'destroy its own tokens',
    prepare: ({ ledger, callers }) => mine(ledger.members.connect(callers.admin).addSystemContract(callers.issuer.address)),
    args: () => [0],
  },
];

const within = (contract: Guarded['contract'], functions: Omit<Guarded, 'contract'>[]): Guarded[] =>
  functions.map((one) => ({ contract, ...one }));

/** Every function of our contracts that changes something; what ERC-20 holders do with their own tokens is the standard's. */
export const FUNCTIONS: readonly Guarded[] = [
  ...within('members', OF_MEMBERS),
  ...within('datasets', OF_DATASETS),
  ...within('grants', OF_GRANTS),
  ...within('market', OF_MARKET),
  ...within('revenue', OF_REVENUE),
  ...within('token', OF_TOKEN),
];
