import { type ContractTransactionResponse, id, MaxUint256, ZeroHash } from 'ethers';
import { RIGHTS, toBits } from '../../../sdk/ids.js';
import { mine } from '../../../sdk/ledger.js';
import { signAuthorization, signPermit } from '../../../sdk/orders.js';
import { identifierHash, signKeyBinding, signOriginAnswer, signTicket } from '../../../sdk/signing.js';
import {
  ALL_ROLES,
  ANYBODY,
  addressOf,
  DAY,
  draftOf,
  networkHelpers,
  originator,
  royalty,
  signedAdmission,
  writeTerms,
} from '../../support/contracts-fixture.js';
import { CASE, PRICE, type Stage } from './stage.js';

/** One thing that somebody does: what must be done before, and the doing. */
export interface Act {
  name: string;
  prepare?: (stage: Stage) => Promise<unknown>;
  run: (stage: Stage, prepared: unknown) => Promise<ContractTransactionResponse>;
}

const FAR = 2n ** 40n - 1n;
const READ = toBits(['read'], RIGHTS);

async function binding(stage: Stage, memberId: number) {
  const { address } = stage.newKey;
  const consent = { memberId, key: address, roles: ALL_ROLES, nonce: 0n, deadline: FAR };
  return signKeyBinding(stage.newKey, stage.deployment, consent);
}

async function startRecovery(stage: Stage) {
  const { ledger, newKey, owner } = stage;
  return ledger.members.startRecovery(owner.memberId, newKey.address, 0, FAR, await binding(stage, owner.memberId));
}

/** Adds a second key of the owner, with the buy role only. */
async function secondKey(stage: Stage) {
  const { newKey, owner, deployment } = stage;
  const consent = { memberId: owner.memberId, key: newKey.address, roles: 8n, nonce: 0n, deadline: FAR };
  const signature = await signKeyBinding(newKey, deployment, consent);
  return mine(owner.ledger.members.addKey(newKey.address, 8n, 0, FAR, signature));
}

const inTwoDays = (act: (stage: Stage) => Promise<unknown>) => async (stage: Stage) => {
  await act(stage);
  await networkHelpers.time.increase(2 * DAY);
};

const until = async (days: number) => (await networkHelpers.time.latest()) + days * DAY;

/** What members do with their keys. */
const OF_MEMBERS: Act[] = [
  {
    name: 'addKey',
    run: async (stage) => {
      const { newKey, owner } = stage;
      return owner.ledger.members.addKey(newKey.address, ALL_ROLES, 0, FAR, await binding(stage, owner.memberId));
    },
  },
  { name: 'changeRoles', prepare: secondKey, run: ({ owner, newKey }) => owner.ledger.members.changeRoles(newKey.address, 2) },
  { name: 'revokeKey', prepare: secondKey, run: ({ owner, newKey }) => owner.ledger.members.revokeKey(newKey.address) },
  { name: 'vetoRecovery', prepare: startRecovery, run: ({ owner }) => owner.ledger.members.vetoRecovery() },
  {
    name: 'finishRecovery',
    prepare: async (stage) => {
      await startRecovery(stage);
      await networkHelpers.time.increase(7 * DAY);
    },
    run: ({ owner, ledger, stranger }) => ledger.members.connect(stranger).finishRecovery(owner.memberId),
  },
  { name: 'announcePayout', run: ({ owner }) => owner.ledger.members.announcePayout(addressOf('elsewhere'), 5) },
  {
    name: 'cancelPayout',
    prepare: ({ owner }) => mine(owner.ledger.members.announcePayout(addressOf('elsewhere'), 5)),
    run: ({ owner }) => owner.ledger.members.cancelPayout(),
  },
  {
    name: 'applyPayout',
    prepare: inTwoDays(({ owner }) => mine(owner.ledger.members.announcePayout(addressOf('elsewhere'), 5))),
    run: ({ owner, ledger, stranger }) => ledger.members.connect(stranger).applyPayout(owner.memberId),
  },
];

/** What owners, originators and owners of sources do with datasets. */
const OF_DATASETS: Act[] = [
  { name: 'register', run: ({ owner }) => owner.ledger.datasets.register(draftOf([originator(owner.memberId, 10_000)])) },
  { name: 'publish', run: ({ owner, data }) => owner.ledger.datasets.publish(data.datasetId, draftOf([])) },
  {
    name: 'derive from the owner’s version',
    run: ({ models, data, source }) =>
      models.ledger.datasets.register(draftOf([originator(models.memberId, 9_000), royalty(data.versionId, 1_000)], [source])),
  },
  {
    name: 'carry a royalty to the owner on',
    run: ({ models, derived, data }) =>
      models.ledger.datasets.publish(
        derived.datasetId,
        draftOf([originator(models.memberId, 9_000), royalty(data.versionId, 1_000)]),
      ),
  },
  { name: 'withdraw', run: ({ owner, data }) => owner.ledger.datasets.withdraw(data.versionId, 'faulty') },
  { name: 'retire', run: ({ owner, data }) => owner.ledger.datasets.retire(data.datasetId) },
  {
    name: 'transferFrom',
    run: async ({ owner, rival, data, ledger }) => {
      const [from, to] = await Promise.all([owner, rival].map(({ memberId }) => ledger.members.accountOf(memberId)));
      return owner.ledger.datasets.transferFrom(from as string, to as string, data.datasetId);
    },
  },
  {
    name: 'transferUnchanged',
    run: async ({ owner, rival, data, ledger }) => {
      const fingerprint = await ledger.datasets.getStateFingerprint(data.datasetId);
      return owner.ledger.datasets.transferUnchanged(data.datasetId, rival.memberId, fingerprint);
    },
  },
  {
    name: 'receive a dataset',
    run: async ({ models, holder, derived, ledger, owner, data }) => {
      if ((await ledger.datasets.consentOf(derived.datasetId, data.datasetId)) === 0n) {
        await mine(owner.ledger.datasets.consent(data.datasetId, derived.datasetId, holder.memberId));
      }
      const fingerprint = await ledger.datasets.getStateFingerprint(derived.datasetId);
      return models.ledger.datasets.transferUnchanged(derived.datasetId, holder.memberId, fingerprint);
    },
    prepare: ({ owner, holder, data, derived }) =>
      mine(owner.ledger.datasets.consent(data.datasetId, derived.datasetId, holder.memberId)),
  },
  {
    name: 'answerOrigin',
    run: async ({ owner, data, deployment, ledger, stranger }) => {
      const { address } = owner.key;
      const nonce = await ledger.datasets.nonces(address);
      const said = { tableId: data.versionId, answer: 'confirmed' as const, key: address, nonce, deadline: FAR };
      const signature = await signOriginAnswer(owner.key, deployment, said);
      return ledger.datasets.connect(stranger).answerOrigin({ ...said, answer: 1 }, signature);
    },
  },
  {
    name: 'release',
    run: ({ owner, data, derived }) => owner.ledger.datasets.release(data.datasetId, derived.datasetId, derived.versionId),
  },
  {
    name: 'consent',
    run: ({ owner, data, derived, rival }) => owner.ledger.datasets.consent(data.datasetId, derived.datasetId, rival.memberId),
  },
  {
    name: 'claim',
    run: ({ owner, data, derived }) => owner.ledger.datasets.claim(derived.versionId, data.versionId, id('evidence')),
  },
];

/** What sellers and buyers do. */
const OF_ACCESS: Act[] = [
  {
    name: 'writeTerms',
    run: ({ owner, data }) => owner.ledger.grants.writeTerms(data.datasetId, data.versionId, READ, 0, 1, ZeroHash),
  },
  {
    name: 'openOffer',
    prepare: ({ owner, data }) => writeTerms(owner, data),
    run: ({ owner }, termsId) => owner.ledger.market.openOffer({ ...ANYBODY, termsId: termsId as number, price: 1, period: 0 }),
  },
  { name: 'closeOffer', run: ({ owner, offers }) => owner.ledger.market.closeOffer(offers.timed) },
  {
    name: 'purchase',
    run: ({ holder, offers, data }) => holder.ledger.market.purchase(offers.timed, data.versionId, 0, PRICE),
  },
  {
    name: 'purchase, following updates',
    run: ({ holder, offers, data }) => holder.ledger.market.purchase(offers.follows, data.versionId, 0, PRICE),
  },
  {
    name: 'purchase of a derive right',
    run: ({ holder, offers, data }) => holder.ledger.market.purchase(offers.derive, data.versionId, 0, 0),
  },
  {
    name: 'renew',
    run: ({ holder, offers, grants, data }) => holder.ledger.market.renew(grants.timed, offers.timed, data.versionId, 0, PRICE),
  },
  {
    name: 'acceptWithPermit',
    run: async ({ holder, offers, data, ledger }) => {
      const order = { grantId: 0, offerId: offers.timed, versionId: data.versionId, units: 0 };
      return holder.ledger.market.acceptWithPermit(order, await signPermit(ledger, holder.key, PRICE, FAR));
    },
  },
  {
    name: 'acceptWithAuthorization',
    run: async ({ holder, offers, grants, data, ledger, stranger }) => {
      const order = { grantId: grants.timed, offerId: offers.timed, versionId: data.versionId, units: 0 };
      const signed = { order, price: PRICE, memberId: holder.memberId, salt: ZeroHash, validAfter: 0n, validBefore: FAR };
      const authorization = await signAuthorization(ledger, holder.key, signed);
      return ledger.market.connect(stranger).acceptWithAuthorization(order, authorization);
    },
  },
  { name: 'giveUp', run: ({ holder, grants }) => holder.ledger.grants.giveUp(grants.timed) },
  { name: 'endEarly', run: ({ owner, grants }) => owner.ledger.market.endEarly(grants.timed, MaxUint256 >> 128n) },
  {
    name: 'consume',
    run: async ({ holder, grants, deployment, ledger, stranger }) => {
      const said = { grantId: grants.counted, units: 7, key: holder.key.address, deadline: FAR };
      const ticket = { ...said, signature: await signTicket(holder.key, deployment, said) };
      return ledger.grants.connect(stranger).consume([ticket]);
    },
  },
];

/** What moves money that is earned, and tokens. */
const OF_MONEY: Act[] = [
  {
    name: 'distribute',
    run: ({ data, derived, ledger, stranger }) =>
      ledger.revenue.connect(stranger).distribute([derived.versionId, data.versionId]),
  },
  {
    name: 'payOut to the owner',
    prepare: ({ data, ledger }) => mine(ledger.revenue.distribute([data.versionId])),
    run: ({ owner, ledger, stranger }) => ledger.revenue.connect(stranger).payOut([owner.memberId]),
  },
  { name: 'payFees', run: ({ ledger, stranger }) => ledger.revenue.connect(stranger).payFees() },
  { name: 'send tokens', run: ({ holder, owner }) => holder.ledger.token.transfer(owner.key.address, 1) },
  { name: 'receive tokens', run: ({ buyer, holder }) => buyer.ledger.token.transfer(holder.key.address, 1) },
];

/** What notary, office and auditor do. */
const OF_OFFICES: Act[] = [
  {
    name: 'admit',
    run: async (stage) => {
      const { admission, signature } = await signedAdmission(stage, stage.newKey);
      return stage.ledger.members.admit(admission, signature);
    },
  },
  { name: 'renewAdmission', run: ({ ledger, owner }) => ledger.members.renewAdmission(owner.memberId, FAR, ZeroHash) },
  { name: 'startRecovery', run: startRecovery },
  { name: 'suspend', run: ({ ledger, office, owner }) => ledger.members.connect(office).suspend(owner.memberId, 'checks') },
  { name: 'reinstate', run: ({ ledger, office, owner }) => ledger.members.connect(office).reinstate(owner.memberId) },
  {
    name: 'voidAdmission',
    run: ({ ledger, admin, owner }) =>
      ledger.members.connect(admin).voidAdmission(owner.memberId, identifierHash('LEI', 'OWNER'), 'an error'),
  },
  {
    name: 'freeze a member',
    run: async ({ ledger, auditor, owner }) =>
      ledger.members.connect(auditor).freeze(owner.memberId, 'another case', await until(29)),
  },
  {
    name: 'lift a member’s freeze',
    run: ({ ledger, auditor, owner }) => ledger.members.connect(auditor).liftFreeze(owner.memberId, CASE),
  },
  {
    name: 'freeze a dataset',
    run: async ({ ledger, auditor, data }) =>
      ledger.datasets.connect(auditor).freeze(data.datasetId, 'another case', await until(29)),
  },
  {
    name: 'lift a dataset’s freeze',
    run: ({ ledger, auditor, data }) => ledger.datasets.connect(auditor).liftFreeze(data.datasetId, CASE),
  },
  {
    name: 'freeze a grant',
    run: async ({ ledger, auditor, grants }) =>
      ledger.grants.connect(auditor).freeze(grants.timed, 'another case', await until(29)),
  },
  {
    name: 'lift a grant’s freeze',
    run: ({ ledger, auditor, grants }) => ledger.grants.connect(auditor).liftFreeze(grants.timed, CASE),
  },
];

/** Every act that a state could stop. */
export const ACTS: readonly Act[] = [...OF_MEMBERS, ...OF_DATASETS, ...OF_ACCESS, ...OF_MONEY, ...OF_OFFICES];
