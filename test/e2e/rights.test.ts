import path from 'node:path';
import { expect } from 'chai';
import { id, ZeroHash } from 'ethers';
import { type Api, createApi } from '../../sdk/api/client.js';
import { type Payee, packEntry } from '../../sdk/entry.js';
import { KEY_ROLES, PURPOSES, RIGHTS, type Right, toBits } from '../../sdk/ids.js';
import { connectLedger, type Ledger, mine } from '../../sdk/ledger.js';
import { identifierHash, signKeyBinding, signOriginAnswer, signTicket } from '../../sdk/signing.js';
import { createChainNode } from '../../server/chain/node.js';
import { checkAgainstChain } from '../../server/check-index.js';
import { openStoreOrRefuse, placeOf } from '../../server/store-place.js';
import { leiOf } from '../support/lei.js';
import { admitCompany, type LiveLedger, startLiveLedger } from '../support/live-ledger.js';

const GAS = { gasPrice: 0n };
const FAR = 2n ** 40n - 1n;
const DAY = 86_400;

/** Each act that is no sale: from the contract's event to what the API says of it. */
describe('rights, from event to answer', function () {
  this.timeout(180_000);
  let live: LiveLedger;
  const members = {} as Record<'maker' | 'middle' | 'last', number>;
  const ledgers = {} as Record<keyof typeof members, Ledger>;
  let office: Ledger;

  before(async () => {
    live = await startLiveLedger();
    office = live.ledger;
    for (const name of ['maker', 'middle', 'last'] as const) {
      members[name] = await admitCompany(live, name, `${name} Co.`);
      ledgers[name] = connectLedger(live.deployment, await live.wallet(name));
    }
    await register('maker', []);
    const first = await licence('maker', 1, 1, 'middle', 1_000);
    await register('middle', [first], [{ kind: 'royalty', id: 1, shareBps: 1_000, onward: true }]);
    const second = await licence('middle', 2, 2, 'last', 500);
    await register(
      'last',
      [second],
      [
        { kind: 'royalty', id: 1, shareBps: 1_000, onward: true },
        { kind: 'royalty', id: 2, shareBps: 500, onward: true },
      ],
    );
  });
  after(() => live.close());

  async function register(
    by: keyof typeof members,
    sources: { versionId: number; grantId: number }[],
    royalties: Extract<Payee, { kind: 'royalty' }>[] = [],
  ) {
    const shareBps = royalties.reduce((rest, one) => rest - one.shareBps, 10_000);
    const payees: Payee[] = [{ kind: 'originator', id: members[by], shareBps }, ...royalties];
    const bytes = { contentRoot: id(by), byteSize: 12, format: 1, metadataHash: ZeroHash, metadataUri: '' };
    await mine(ledgers[by].datasets.register({ ...bytes, payees: payees.map(packEntry), sources }, GAS));
  }

  async function offer(by: keyof typeof members, datasetId: number, versionId: number, terms: object, royaltyBps = 0) {
    const rights: Right[] = royaltyBps === 0 ? ['read'] : ['read', 'derive', 'onward'];
    const bits = [toBits(rights, RIGHTS), royaltyBps, toBits(PURPOSES, PURPOSES)] as const;
    const written = await mine(ledgers[by].grants.writeTerms(datasetId, versionId, ...bits, ZeroHash, GAS));
    const termsId = written.events.TermsWritten?.termsId as bigint;
    const draft = { termsId, price: 0, period: 0, units: 0, buyer: 0, seats: 0, ...terms };
    const opened = await mine(ledgers[by].market.openOffer(draft, GAS));
    return Number(opened.events.OfferOpened?.offerId);
  }

  async function licence(by: keyof typeof members, dataset: number, version: number, to: keyof typeof members, bps: number) {
    const offerId = await offer(by, dataset, version, {}, bps);
    const { events } = await mine(ledgers[to].market.purchase(offerId, version, 0, 0, GAS));
    return { versionId: version, grantId: Number(events.AccessPurchased?.grantId) };
  }

  /** The API, once it has seen all that has happened. */
  async function upToDate(): Promise<Api> {
    await live.service.index.reached(await live.provider.getBlockNumber());
    return createApi(live.service.url);
  }

  it('says what a right to derive costs before it is bought, and sells none that could not be used', async () => {
    const dear = await offer('last', 3, 3, {}, 9_000);
    await upToDate();
    const refused = await live.cli(['access', 'buy', String(dear)], 'middle');
    expect(refused).to.include({ code: 1 });
    expect(refused.stderr).to.match(/^DERIVE_IMPOSSIBLE: .*royalties of 15 % are owed already, and 90 % more leaves nothing/);
    const fair = await offer('last', 3, 3, {}, 2_000);
    await upToDate();
    const bought = await live.cli(['access', 'buy', String(fair)], 'middle');
    expect(bought).to.include({ code: 0 });
    expect(bought.stderr).to.include('20 % by this grant, 15 % to 2 earlier sources, 65 % yours');
  });

  it('shows a withdrawn version on everything made from it, however far', async () => {
    await mine(ledgers.maker.datasets.withdraw(1, 'sensor out of calibration', GAS));
    const version = async (id: number) => (await (await upToDate()).get('version', { id })).data;
    expect((await version(1)).withdrawn).to.equal('sensor out of calibration');
    const sources = [{ versionId: 1, datasetId: 1, reason: 'sensor out of calibration' }];
    for (const id of [2, 3]) {
      expect((await version(id)).withdrawnSources, `version ${id}`).to.deep.equal(sources);
      const { data } = await (await upToDate()).get('dataset', { id });
      expect(data.withdrawnSources, `dataset ${id}`).to.deep.equal(sources);
    }
    const royalties: Extract<Payee, { kind: 'royalty' }>[] = [{ kind: 'royalty', id: 1, shareBps: 1_000, onward: true }];
    const payees: Payee[] = [{ kind: 'originator', id: members.middle, shareBps: 9_000 }, ...royalties];
    const bytes = { contentRoot: id('next'), byteSize: 12, format: 1, metadataHash: ZeroHash, metadataUri: '' };
    await mine(ledgers.middle.datasets.publish(2, { ...bytes, payees: payees.map(packEntry), sources: [] }, GAS));
    expect((await version(4)).withdrawnSources, 'without naming it again').to.deep.equal(sources);
    const { stdout } = await live.cli(['dataset', 'show', '3']);
    expect(stdout).to.include('made from version 1 of dataset 1, which is withdrawn: sensor out of calibration');
  });

  it('shows what originators say, the last word last', async () => {
    const maker = await live.wallet('maker');
    const origin = async () => (await (await upToDate()).get('version', { id: 1 })).data.payees[0]?.origin;
    expect(await origin()).to.equal('named');
    for (const [nonce, said] of (['confirmed', 'disclaimed'] as const).entries()) {
      const consent = { tableId: 1, answer: said, key: maker.address, nonce: BigInt(nonce), deadline: FAR };
      const signature = await signOriginAnswer(maker, live.deployment, consent);
      const sent = { ...consent, answer: said === 'confirmed' ? 1 : 2 };
      await mine(ledgers.last.datasets.answerOrigin(sent, signature, GAS));
      expect(await origin()).to.equal(said);
    }
  });

  it('shows claims on the version that is said to hide a source', async () => {
    await mine(ledgers.maker.datasets.claim(3, 1, id('evidence'), GAS));
    const api = await upToDate();
    const { data: claims } = await api.page('claims', { id: 3 });
    expect(claims[0]).to.deep.include({ sourceId: 1, evidenceHash: id('evidence') });
    expect(claims[0]?.claimant.id).to.equal(members.maker);
    expect((await api.get('version', { id: 3 })).data.claims).to.equal(1);
  });

  it('counts units, bought, added, used and paid back', async () => {
    const offerId = await offer('last', 3, 3, { price: 7, units: 10, seats: 3, buyer: members.middle });
    const shown = async () => (await (await upToDate()).get('offer', { id: offerId })).data;
    expect(await shown()).to.deep.include({ units: 10, seats: 3, taken: 0 });
    expect((await shown()).buyer?.id).to.equal(members.middle);
    await mine(ledgers.middle.token.approve(live.deployment.contracts.AccessMarket, 1_000, GAS));
    await mine(ledgers.last.token.approve(live.deployment.contracts.AccessMarket, 1_000, GAS));
    const bought = await mine(ledgers.middle.market.purchase(offerId, 3, 20, 14, GAS));
    const grantId = Number(bought.events.AccessPurchased?.grantId);
    expect((await shown()).taken).to.equal(1);
    const grant = async () => (await (await upToDate()).get('grant', { id: grantId })).data;
    expect(await grant()).to.include({ units: 20, used: 0, endsAt: null });
    await mine(ledgers.middle.market.renew(grantId, offerId, 3, 10, 7, GAS));
    const wallet = await live.wallet('middle');
    const said = { grantId, units: 11, key: wallet.address, deadline: FAR };
    const ticket = { ...said, signature: await signTicket(wallet, live.deployment, said) };
    await mine(ledgers.last.grants.consume([ticket], GAS));
    expect(await grant()).to.include({ units: 30, used: 11 });
    const ended = await mine(ledgers.last.market.endEarly(grantId, 100, GAS));
    expect(ended.events.AccessRefunded?.amount).to.equal(14n);
    const after = await grant();
    expect(after).to.include({ units: 11, used: 11 });
    expect(after.endsAt).to.be.a('number');
    const { data: refunds } = await (await upToDate()).page('refunds', { grant: grantId });
    expect(refunds.map(({ amount, holder, seller }) => [amount, holder.id, seller.id])).to.deep.equal([
      ['14', members.middle, members.last],
    ]);
  });

  it('shows freezes, retirement and a new owner', async () => {
    const until = ((await live.provider.getBlock('latest'))?.timestamp ?? 0) + DAY;
    await mine(office.members.freeze(members.last, 'CASE 1', until, GAS));
    await mine(office.datasets.freeze(2, 'CASE 1', until, GAS));
    await mine(office.grants.freeze(1, 'CASE 1', until, GAS));
    const member = async () => (await (await upToDate()).get('member', { id: members.last })).data;
    const dataset = async () => (await (await upToDate()).get('dataset', { id: 2 })).data;
    expect((await member()).frozenUntil).to.equal(until);
    expect((await dataset()).frozenUntil).to.equal(until);
    expect((await (await upToDate()).get('grant', { id: 1 })).data.frozenUntil).to.equal(until);
    await mine(office.members.liftFreeze(members.last, 'CASE 1', GAS));
    await mine(office.datasets.liftFreeze(2, 'CASE 1', GAS));
    await mine(office.grants.liftFreeze(1, 'CASE 1', GAS));
    expect((await member()).frozenUntil).to.equal(null);
    const fingerprint = await office.datasets.getStateFingerprint(2);
    await mine(ledgers.middle.datasets.transferUnchanged(2, members.maker, fingerprint, GAS));
    await mine(ledgers.maker.datasets.retire(2, GAS));
    expect(await dataset()).to.deep.include({ frozenUntil: null, retired: true });
    expect((await dataset()).owner.id).to.equal(members.maker);
    const { data: owners } = await (await upToDate()).page('owners', { id: 2 });
    expect(owners.map((one) => one.owner.id)).to.deep.equal([members.middle, members.maker]);
  });

  it('shows new roles, replaced keys, a new payout account, and the end of an admission', async () => {
    const shown = async (id = members.last) => (await (await upToDate()).get('member', { id })).data;
    await live.json(['key', 'new', 'second', '--no-password']);
    await live.json(['key', 'new', 'third', '--no-password']);
    const [second, third] = [await live.wallet('second'), await live.wallet('third')];
    const bindings = { memberId: members.last, nonce: 0n, deadline: FAR };
    const binding = { ...bindings, key: second.address, roles: 8n };
    await mine(
      ledgers.last.members.addKey(second.address, 8n, 0, FAR, await signKeyBinding(second, live.deployment, binding), GAS),
    );
    await mine(ledgers.last.members.changeRoles(second.address, 2n, GAS));
    expect((await shown()).keys.find((one) => one.address === second.address)?.roles).to.deep.equal(['publish']);
    await mine(ledgers.last.members.announcePayout(second.address, 77, GAS));
    await live.passTime(2 * DAY);
    await mine(office.members.applyPayout(members.last, GAS));
    expect((await shown()).payout).to.deep.equal({ account: second.address, minimum: '77' });

    const all = toBits(KEY_ROLES, KEY_ROLES);
    const proposal = await signKeyBinding(third, live.deployment, { ...bindings, key: third.address, roles: all });
    await mine(office.members.startRecovery(members.last, third.address, 0, FAR, proposal, GAS));
    await live.passTime(7 * DAY);
    await mine(office.members.finishRecovery(members.last, GAS));
    const good = (await shown()).keys.filter((one) => !one.revoked).map((one) => one.address);
    expect(good).to.deep.equal([third.address]);

    await mine(office.members.renewAdmission(members.last, FAR, id('credential'), GAS));
    expect(await shown()).to.deep.include({ validUntil: Number(FAR), credentialHash: id('credential') });
    await mine(office.members.suspend(members.last, 'an error', GAS));
    await mine(office.members.voidAdmission(members.last, identifierHash('LEI', leiOf('last')), 'an error', GAS));
    expect((await shown()).status).to.equal('voided');

    await live.json(['key', 'new', 'right', '--no-password']);
    const request = path.join(live.folder, 'right.json');
    const named = ['--legal-name', 'last Co.', '--scheme', 'LEI', '--identifier', leiOf('last'), '--out', request];
    await live.json(['member', 'request', ...named], 'right');
    const { memberId } = await live.json<{ memberId: number }>(['member', 'admit', request], 'office');
    expect((await shown(memberId)).status).to.equal('active');
  });

  it('is in the index as the contracts have it, whatever was done before', async () => {
    await upToDate();
    await live.service.close();
    const store = await openStoreOrRefuse(placeOf(live.config, live.deployment));
    const { deployment, provider } = live;
    const node = createChainNode(provider, Object.values(deployment.contracts), 'immediate');
    const report = await checkAgainstChain({ db: store.db, provider, node, deployment, onProgress: () => {} });
    await store.close();
    expect(report.differences).to.deep.equal([]);
    expect(report.compared).to.include({ member: 5, dataset: 3 });
  });
});
