import { expect } from 'chai';
import { id, type Signer } from 'ethers';
import { ORIGINS } from '../../sdk/ids.js';
import { mine } from '../../sdk/ledger.js';
import { signOriginAnswer } from '../../sdk/signing.js';
import {
  admitKey,
  ledgerFixture,
  licence,
  networkHelpers,
  originator,
  publish,
  register,
  spareKey,
  suspend,
} from '../support/contracts-fixture.js';

const FAR = 2n ** 40n - 1n;
type Answer = 'confirmed' | 'disclaimed';

/** Version 1 names `works` and `parts`; `models` derives version 2 from it; version 3 inherits the table of 1. */
async function originsFixture() {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const { works, parts, models } = world;
  const data = await register(works, { payees: [originator(works.memberId, 6_000), originator(parts.memberId, 4_000)] });
  const derived = await register(models, { sources: [await licence(works, data, models)] });
  const inherited = await publish(works, data.datasetId, { payees: [] });
  const datasets = world.ledger.datasets.connect(world.stranger);
  const answered = async (tableId: number, answer: Answer, signer: Signer, changes: object = {}) => {
    const key = await signer.getAddress();
    const said = { tableId, answer, key, nonce: await datasets.nonces(key), deadline: FAR, ...changes };
    const signature = await signOriginAnswer(signer, world.deployment, said);
    return [{ ...said, answer: ORIGINS.indexOf(answer) }, signature] as const;
  };
  return { ...world, data, derived, inherited, datasets, answered };
}

describe('DatasetRegistry.answerOrigin', () => {
  it('takes an originator’s signature, whoever brings it, and lets it change its mind', async () => {
    const { datasets, parts, answered } = await networkHelpers.loadFixture(originsFixture);
    expect(await datasets.originOf(1, parts.memberId)).to.equal(0);
    await expect(datasets.answerOrigin(...(await answered(1, 'confirmed', parts.key))))
      .to.emit(datasets, 'OriginAnswered')
      .withArgs(1, parts.memberId, 1, parts.key.address);
    expect(await datasets.originOf(1, parts.memberId)).to.equal(1);
    await expect(datasets.answerOrigin(...(await answered(1, 'disclaimed', parts.key))))
      .to.emit(datasets, 'OriginAnswered')
      .withArgs(1, parts.memberId, 2, parts.key.address);
  });

  it('changes no share: money goes to who is in the table', async () => {
    const { datasets, parts, answered } = await networkHelpers.loadFixture(originsFixture);
    const before = await datasets.payeesOf(1);
    await mine(datasets.answerOrigin(...(await answered(1, 'disclaimed', parts.key))));
    expect(await datasets.payeesOf(1)).to.deep.equal(before);
  });

  it('reverts when an answer is sent again, or says nothing new', async () => {
    const { datasets, parts, answered } = await networkHelpers.loadFixture(originsFixture);
    const once = await answered(1, 'confirmed', parts.key);
    await mine(datasets.answerOrigin(...once));
    await expect(datasets.answerOrigin(...once))
      .to.be.revertedWithCustomError(datasets, 'InvalidAccountNonce')
      .withArgs(parts.key.address, 1);
    await expect(datasets.answerOrigin(...(await answered(1, 'confirmed', parts.key))))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_AnswerUnchanged')
      .withArgs(1, parts.memberId, 1);
    const [said] = await answered(1, 'confirmed', parts.key);
    const named = { ...said, answer: 0 };
    const types = [
      { name: 'tableId', type: 'uint32' },
      { name: 'answer', type: 'uint8' },
      { name: 'key', type: 'address' },
      { name: 'nonce', type: 'uint256' },
      { name: 'deadline', type: 'uint40' },
    ];
    const { name, version, chainId, verifyingContract } = await datasets.eip712Domain();
    const signature = await parts.key.signTypedData(
      { name, version, chainId, verifyingContract },
      { OriginAnswer: types },
      named,
    );
    await expect(datasets.answerOrigin(named, signature))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_AnswerUnchanged')
      .withArgs(1, parts.memberId, 0);
  });

  it('reverts for a member that is not in the table, and for a version that brought none', async () => {
    const { datasets, parts, models, inherited, answered } = await networkHelpers.loadFixture(originsFixture);
    await expect(datasets.answerOrigin(...(await answered(1, 'confirmed', models.key))))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotAnOriginator')
      .withArgs(1, models.memberId);
    for (const none of [inherited, 99]) {
      await expect(datasets.answerOrigin(...(await answered(none, 'confirmed', parts.key))))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotAnOriginator')
        .withArgs(none, parts.memberId);
    }
  });

  it('reverts when the signature is late, over other values, by another key, or of another contract', async () => {
    const { datasets, parts, works, deployment, answered } = await networkHelpers.loadFixture(originsFixture);
    const late = await answered(1, 'confirmed', parts.key, { deadline: 1n });
    await expect(datasets.answerOrigin(...late))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_SignatureExpired')
      .withArgs(1);
    const [said, signature] = await answered(1, 'confirmed', parts.key);
    const bad = { ...said, answer: 2 };
    const elsewhere = {
      ...deployment,
      contracts: { ...deployment.contracts, DatasetRegistry: deployment.contracts.AccessGrants },
    };
    const consent = { tableId: 1, answer: 'confirmed' as const, key: parts.key.address, nonce: 0n, deadline: FAR };
    for (const [answer, signed] of [
      [bad, signature],
      [said, await signOriginAnswer(works.key, deployment, consent)],
      [said, await signOriginAnswer(parts.key, elsewhere, consent)],
      [said, await signOriginAnswer(parts.key, { ...deployment, chainId: 1 }, consent)],
    ] as const) {
      await expect(datasets.answerOrigin(answer, signed))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_BadSignature')
        .withArgs(parts.key.address);
    }
  });

  it('reverts for a key without the publish role, and for a suspended originator', async () => {
    const world = await networkHelpers.loadFixture(originsFixture);
    const { datasets, ledger, parts, answered } = world;
    const key = spareKey(world);
    await admitKey(world, key, 0b11101n);
    await expect(datasets.answerOrigin(...(await answered(1, 'confirmed', key))))
      .to.be.revertedWithCustomError(ledger.members, 'MemberRegistry_KeyLacksRole')
      .withArgs(key.address, 1);
    await suspend(world, parts);
    await expect(datasets.answerOrigin(...(await answered(1, 'confirmed', parts.key)))).to.be.revertedWithCustomError(
      ledger.members,
      'MemberRegistry_MemberNotActive',
    );
  });
});

describe('DatasetRegistry.claim', () => {
  const EVIDENCE = id('evidence');

  it('records that a version hides its source', async () => {
    const { ledger, works, rival } = await networkHelpers.loadFixture(originsFixture);
    const hidden = await register(rival);
    await expect(works.ledger.datasets.claim(hidden.versionId, 1, EVIDENCE))
      .to.emit(ledger.datasets, 'SourceClaimed')
      .withArgs(hidden.versionId, 1, works.memberId, EVIDENCE);
  });

  it('reverts for what can’t be: a source that is newer, of the same dataset, or not the caller’s', async () => {
    const { ledger, works, rival, derived, inherited } = await networkHelpers.loadFixture(originsFixture);
    const { datasets } = ledger;
    const own = works.ledger.datasets;
    for (const [child, source] of [
      [inherited, 1],
      [derived.versionId, inherited],
      [1, 1],
    ] as const) {
      await expect(own.claim(child, source, EVIDENCE))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotClaimable')
        .withArgs(child, source);
    }
    await expect(rival.ledger.datasets.claim(derived.versionId, 1, EVIDENCE))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotTheOwner')
      .withArgs(1, rival.memberId);
    for (const [child, source, none] of [
      [99, 1, 99],
      [2, 98, 98],
      [2, 0, 0],
    ] as const) {
      await expect(own.claim(child, source, EVIDENCE))
        .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_VersionUnknown')
        .withArgs(none);
    }
  });
});

describe('DatasetRegistry.withdraw and retire', () => {
  it('withdraw says so for ever, on the version and in the fingerprint', async () => {
    const { ledger, works, data } = await networkHelpers.loadFixture(originsFixture);
    const { datasets } = ledger;
    const before = await datasets.getStateFingerprint(data.datasetId);
    const sending = works.ledger.datasets.withdraw(1, 'sensor out of calibration');
    await expect(sending)
      .to.emit(datasets, 'VersionWithdrawn')
      .withArgs(1, data.datasetId, works.memberId, 'sensor out of calibration');
    await expect(sending).to.emit(datasets, 'MetadataUpdate').withArgs(data.datasetId);
    expect(((await datasets.versionOf(1)) >> 96n) & 255n).to.equal(1n);
    expect((await datasets.datasetOf(data.datasetId)).changes).to.equal(1);
    expect(await datasets.getStateFingerprint(data.datasetId)).not.to.equal(before);
    await expect(works.ledger.datasets.withdraw(1, 'again'))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_Withdrawn')
      .withArgs(1);
  });

  it('a newer version under the same table sells again on terms that follow updates', async () => {
    const { ledger, works } = await networkHelpers.loadFixture(originsFixture);
    const { datasets } = ledger;
    await mine(works.ledger.datasets.withdraw(1, 'faulty'));
    expect(await datasets.saleOf(1, 1, true)).to.deep.equal([BigInt(works.memberId), 3n, 1n, 10_000n]);
    await mine(works.ledger.datasets.withdraw(3, 'faulty too'));
    await expect(datasets.saleOf(1, 1, true))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_Withdrawn')
      .withArgs(3);
    await expect(datasets.saleOf(1, 1, false))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_Withdrawn')
      .withArgs(1);
  });

  it('a grant from before may still be named as a source', async () => {
    const { ledger, works, models, data } = await networkHelpers.loadFixture(originsFixture);
    const source = await licence(works, { ...data, versionId: 1 }, models, { royaltyBps: 100 });
    await mine(works.ledger.datasets.withdraw(1, 'faulty'));
    const derived = await register(models, { sources: [source] });
    expect((await ledger.datasets.payeesOf(derived.versionId)).length).to.equal(2);
  });

  it('withdraw and retire are the owner’s, and of what exists', async () => {
    const { ledger, works, rival, data } = await networkHelpers.loadFixture(originsFixture);
    const { datasets } = ledger;
    await expect(rival.ledger.datasets.withdraw(1, 'x')).to.be.revertedWithCustomError(datasets, 'DatasetRegistry_NotTheOwner');
    await expect(works.ledger.datasets.withdraw(99, 'x'))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_DatasetUnknown')
      .withArgs(0);
    await expect(works.ledger.datasets.retire(99))
      .to.be.revertedWithCustomError(datasets, 'DatasetRegistry_DatasetUnknown')
      .withArgs(99);
    const sending = works.ledger.datasets.retire(data.datasetId);
    await expect(sending).to.emit(datasets, 'DatasetRetired').withArgs(data.datasetId, works.memberId);
    await expect(sending).to.emit(datasets, 'MetadataUpdate').withArgs(data.datasetId);
    expect((await datasets.datasetOf(data.datasetId)).retired).to.equal(true);
  });
});
