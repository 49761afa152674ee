import { ZeroHash } from 'ethers';
import { mine } from '../../../sdk/ledger.js';
import { identifierHash } from '../../../sdk/signing.js';
import { DAY, networkHelpers } from '../../support/contracts-fixture.js';
import { CASE, HOLDER_VALID, OWNER_VALID, type Stage } from './stage.js';

/** A state of a member, dataset, version or grant, and how it comes about. */
export interface State {
  name: string;
  enter: (stage: Stage) => Promise<unknown>;
  /** What it refuses, by the name of the act: the error. Every other act goes on. */
  refuses: Readonly<Record<string, string>>;
}

const NOT_ACTIVE = 'MemberRegistry_MemberNotActive';
const SELLER = 'AccessGrants_SellerNotActive';
const WRONG = 'MemberRegistry_WrongStatus';
const NOT_FROZEN = 'Freezable_NotFrozen';
const FROZEN = 'DatasetRegistry_Frozen';
const RETIRED = 'DatasetRegistry_Retired';

/** What the auditor cannot lift because it is not frozen, and the office not reinstate or void because it is not suspended. */
const NORMALLY = {
  reinstate: WRONG,
  voidAdmission: WRONG,
  'lift a member’s freeze': NOT_FROZEN,
  'lift a dataset’s freeze': NOT_FROZEN,
  'lift a grant’s freeze': NOT_FROZEN,
};

const BY_OWNER = [
  'addKey',
  'changeRoles',
  'revokeKey',
  'announcePayout',
  'applyPayout',
  'register',
  'publish',
  'withdraw',
  'retire',
  'transferFrom',
  'transferUnchanged',
  'answerOrigin',
  'release',
  'consent',
  'claim',
  'writeTerms',
  'openOffer',
  'closeOffer',
  'endEarly',
];
const SALES = [
  'purchase',
  'purchase, following updates',
  'purchase of a derive right',
  'renew',
  'acceptWithPermit',
  'acceptWithAuthorization',
];
const BY_HOLDER = [...SALES, 'giveUp'];

function all(acts: readonly string[], error: string): Record<string, string> {
  return Object.fromEntries(acts.map((act) => [act, error]));
}

/** What was announced before does not come true after it. */
const FORGOTTEN = all(['cancelPayout', 'applyPayout'], 'MemberRegistry_NoPayoutDue');
const OWNER_STOPPED = { ...NORMALLY, ...all(BY_OWNER, NOT_ACTIVE), ...all(SALES, SELLER) };
const HOLDER_STOPPED = {
  ...NORMALLY,
  ...all(BY_HOLDER, NOT_ACTIVE),
  'receive a dataset': 'DatasetRegistry_ReceiverNotActive',
  'send tokens': 'SettlementToken_SenderNotActive',
};
const NOT_SOLD = all(SALES, FROZEN);

const freezeUntil = async () => (await networkHelpers.time.latest()) + 30 * DAY;

/** The states of the matrix. The owner sells, the holder has bought; `models` has derived from the owner's data. */
export const STATES: readonly State[] = [
  { name: 'nothing the matter', enter: async () => {}, refuses: NORMALLY },
  {
    name: 'owner suspended',
    enter: ({ ledger, office, owner }) => mine(ledger.members.connect(office).suspend(owner.memberId, 'checks')),
    refuses: { ...OWNER_STOPPED, ...FORGOTTEN, suspend: WRONG, reinstate: '', voidAdmission: '' },
  },
  {
    name: 'owner expired',
    enter: async ({ ledger, holder }) => {
      await mine(ledger.members.renewAdmission(holder.memberId, 2n ** 40n - 1n, ZeroHash));
      await networkHelpers.time.increase(OWNER_VALID);
    },
    refuses: OWNER_STOPPED,
  },
  {
    name: 'owner frozen',
    enter: async ({ ledger, auditor, owner }) =>
      mine(ledger.members.connect(auditor).freeze(owner.memberId, CASE, await freezeUntil())),
    refuses: {
      ...OWNER_STOPPED,
      ...FORGOTTEN,
      'lift a member’s freeze': '',
      'freeze a member': 'Freezable_BadEnd',
      'payOut to the owner': 'nothing happens',
    },
  },
  {
    name: 'owner’s admission void',
    enter: async ({ ledger, office, admin, owner }) => {
      await mine(ledger.members.connect(office).suspend(owner.memberId, 'checks'));
      const hash = identifierHash('LEI', 'OWNER');
      await mine(ledger.members.connect(admin).voidAdmission(owner.memberId, hash, 'an error'));
    },
    refuses: {
      ...OWNER_STOPPED,
      ...FORGOTTEN,
      ...all(['finishRecovery', 'renewAdmission', 'startRecovery', 'suspend', 'freeze a member'], WRONG),
    },
  },
  {
    name: 'holder suspended',
    enter: ({ ledger, office, holder }) => mine(ledger.members.connect(office).suspend(holder.memberId, 'checks')),
    refuses: HOLDER_STOPPED,
  },
  { name: 'holder expired', enter: () => networkHelpers.time.increase(HOLDER_VALID), refuses: HOLDER_STOPPED },
  {
    name: 'holder frozen',
    enter: async ({ ledger, auditor, holder }) =>
      mine(ledger.members.connect(auditor).freeze(holder.memberId, CASE, await freezeUntil())),
    refuses: { ...HOLDER_STOPPED, endEarly: 'AccessMarket_NoPayoutAccount' },
  },
  {
    name: 'dataset frozen',
    enter: async ({ ledger, auditor, data }) =>
      mine(ledger.datasets.connect(auditor).freeze(data.datasetId, CASE, await freezeUntil())),
    refuses: {
      ...NORMALLY,
      ...NOT_SOLD,
      ...all(['publish', 'derive from the owner’s version', 'transferFrom', 'transferUnchanged', 'release', 'consent'], FROZEN),
      'freeze a dataset': 'Freezable_BadEnd',
      'lift a dataset’s freeze': '',
    },
  },
  {
    name: 'dataset retired',
    enter: ({ owner, data }) => mine(owner.ledger.datasets.retire(data.datasetId)),
    refuses: { ...NORMALLY, ...all([...SALES, 'publish', 'retire'], RETIRED) },
  },
  {
    name: 'version withdrawn',
    enter: ({ owner, data }) => mine(owner.ledger.datasets.withdraw(data.versionId, 'faulty')),
    refuses: { ...NORMALLY, ...all([...SALES, 'withdraw'], 'DatasetRegistry_Withdrawn') },
  },
  {
    name: 'grant frozen',
    enter: async ({ ledger, auditor, grants }) => {
      for (const grantId of [grants.timed, grants.counted]) {
        await mine(ledger.grants.connect(auditor).freeze(grantId, CASE, await freezeUntil()));
      }
    },
    refuses: {
      ...NORMALLY,
      ...all(['renew', 'acceptWithAuthorization', 'giveUp', 'endEarly'], 'AccessGrants_Frozen'),
      'freeze a grant': 'Freezable_BadEnd',
      'lift a grant’s freeze': '',
    },
  },
  {
    name: 'grant ended',
    enter: ({ holder, grants }) => mine(holder.ledger.grants.giveUp(grants.timed)),
    refuses: {
      ...NORMALLY,
      ...all(['renew', 'acceptWithAuthorization', 'giveUp', 'endEarly'], 'AccessGrants_Ended'),
    },
  },
];
