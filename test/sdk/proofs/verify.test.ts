import { expect } from 'chai';
import { Wallet, ZeroAddress, ZeroHash } from 'ethers';
import { type Bundle, bundleSchema } from '../../../sdk/proofs/bundle.js';
import { makeBundle } from '../../../sdk/proofs/prove.js';
import { sayEvents } from '../../../sdk/proofs/say.js';
import { signTrust, type Trust, trustSchema, vouchedBy } from '../../../sdk/proofs/trust.js';
import { verifyBundle } from '../../../sdk/proofs/verify.js';
import { createRandom } from '../../differential/random.js';
import { flipsOf } from './flips.js';
import { makeSigner, type SealedLedger, sealedLedger } from './sealed-ledger.js';

describe('a proof of finality', function () {
  this.timeout(120_000);
  let ledger: SealedLedger;
  let bundle: Bundle;
  before(async () => {
    ledger = await sealedLedger();
    bundle = await makeBundle(ledger.nodes(), ledger.trust, [{ txHash: ledger.sale }]);
  });

  const withSets = (sets: Trust['sets']): Trust => ({ ...ledger.trust, sets });
  const validatorsOf = (names: readonly string[], weight = 100) => names.map((name) => ({ key: makeSigner(name).key, weight }));
  const refusal = (act: () => unknown): string => {
    try {
      act();
      return 'it holds';
    } catch (error) {
      const { code, details } = error as { code: string; details: { problem: string } };
      return code === 'PROOF_REFUSED' ? details.problem : String(error);
    }
  };

  it('says who bought what, when, and for whom', () => {
    const statements = sayEvents(verifyBundle(bundle, ledger.trust), ledger.trust);
    expect(statements.map(({ type }) => type)).to.include.members(['AccessPurchased', 'RevenueCollected', 'GrantIssued']);
    const purchase = statements.find(({ type }) => type === 'AccessPurchased');
    expect(purchase?.sentence).to.match(
      /^member 6 bought access to version 1 \(grant 1, offer 1\) for .* KRW, .* table 1, less the fee, at 20/,
    );
  });

  it('is refused when any field of it is changed', () => {
    const random = createRandom(1);
    const flips = flipsOf(bundle, (below) => random.below(below));
    const held = flips.filter(({ value }) => {
      const parsed = bundleSchema.safeParse(value);
      return parsed.success && refusal(() => verifyBundle(parsed.data, ledger.trust)) === 'it holds';
    });
    expect(flips.length).to.be.above(200);
    expect(held.map(({ where }) => where)).to.deep.equal([]);
  });

  it('needs two thirds of the weight, whoever they are', async () => {
    const four = await makeBundle(ledger.nodes(ledger.signers.slice(0, 4)), ledger.trust, [{ txHash: ledger.sale }]);
    expect(verifyBundle(four, ledger.trust)[0]?.sealedBy).to.deep.equal({ weight: 400, of: 500 });
    const three = makeBundle(ledger.nodes(ledger.signers.slice(2)), ledger.trust, [{ txHash: ledger.sale }]);
    expect(
      await three.then(
        () => 'made',
        (error: Error) => error.message,
      ),
    ).to.include('only 300 of 500');
    const heavy = withSets([
      { from: 0, validators: [...validatorsOf(['v1', 'v2', 'v3', 'v4', 'v5']), ...validatorsOf(['v6'], 300)] },
    ]);
    expect(refusal(() => verifyBundle(bundle, heavy))).to.not.equal('it holds');
  });

  it('does not count strangers, other chains, or validators whose time is over', () => {
    const strangers = withSets([{ from: 0, validators: validatorsOf(['w1', 'w2', 'w3', 'w4', 'w5']) }]);
    expect(refusal(() => verifyBundle(bundle, strangers))).to.include('the signature does not hold');
    const elsewhere = { ...ledger.trust, finality: { ...ledger.trust.finality, networkId: 1 } } as Trust;
    expect(refusal(() => verifyBundle(bundle, elsewhere))).to.include('of another chain');
    expect(refusal(() => verifyBundle(bundle, { ...ledger.trust, chainId: 1 }))).to.include('it is of chain 31337');
    const [fact] = verifyBundle(bundle, ledger.trust);
    const followed = [...ledger.trust.sets, { from: fact?.block as number, validators: validatorsOf(['w1']) }];
    expect(refusal(() => verifyBundle(bundle, withSets(followed)))).to.include('others hold');
    const later = [...ledger.trust.sets, { from: (fact?.block as number) + 1, validators: validatorsOf(['w1']) }];
    expect(refusal(() => verifyBundle(bundle, withSets(later)))).to.equal('it holds');
  });

  it('takes no list that is not in order, has a key twice, or keys of another kind of seal', () => {
    const sets = (...from: number[]) => withSets(from.map((one) => ({ from: one, validators: validatorsOf(['v1']) })));
    expect(trustSchema.safeParse(sets(0, 5, 9)).success).to.equal(true);
    expect(trustSchema.safeParse(sets(9, 0, 5)).success).to.equal(false);
    expect(trustSchema.safeParse(sets(0, 0)).success).to.equal(false);
    const twice = withSets([{ from: 0, validators: validatorsOf(['v1', 'v1']) }]);
    expect(trustSchema.safeParse(twice).success).to.equal(false);
    expect(trustSchema.safeParse({ ...sets(0), finality: { type: 'qbft' } }).success).to.equal(false);
  });

  it('says a name so that it can not be taken for something else', () => {
    const at = ledger.trust.contracts.MemberRegistry?.toLowerCase() as string;
    const { interface: members } = ledger.world.ledger.members;
    const name = 'A\n- B (member 9) was paid 9 KRW\u202e\u001b[2K';
    const values = [9, ZeroHash, 1, name, 'LEI', 'X', ZeroHash, 1, ZeroAddress, 0, 1];
    const { data, topics } = members.encodeEventLog('MemberAdmitted', values);
    const event = {
      address: at,
      topics,
      data,
      block: 1,
      blockHash: ZeroHash,
      time: 0,
      transactionIndex: 0,
      sealedBy: { weight: 1, of: 1 },
    };
    const [said] = sayEvents([event], ledger.trust);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there.
    expect(said?.sentence).to.not.match(/[\n\u001b\u202e]/);
    expect(said?.sentence).to.match(/^"A.*" \(LEI X\) was admitted as member 9/);
    const unknown = sayEvents([{ ...event, topics: [ZeroHash] }], ledger.trust);
    expect(unknown[0]?.sentence).to.match(/^MemberRegistry emitted an event that this version does not know/);
  });

  it('is made for the validators that sign now, and names from when they hold', async () => {
    const rotated = withSets([
      { from: 0, validators: validatorsOf(['old']) },
      { from: 3, validators: ledger.trust.sets[0]?.validators ?? [] },
    ]);
    const made = await makeBundle(ledger.nodes(), rotated, [{ txHash: ledger.sale }]);
    expect(made.facts[0]?.sealedBySetFrom).to.equal(3);
  });

  it("does not take an event of a stranger's contract for the ledger's", async () => {
    const contracts = { ...ledger.trust.contracts, AccessMarket: Wallet.createRandom().address };
    const statements = sayEvents(verifyBundle(bundle, ledger.trust), { ...ledger.trust, contracts });
    expect(statements.some(({ type }) => type === 'AccessPurchased')).to.equal(false);
    expect(statements.some(({ sentence }) => sentence.includes("that is not the ledger's"))).to.equal(true);
  });

  it("knows a listed contract for the ledger's, even one that this version has no words for", async () => {
    const { AccessMarket: LaterContract = '', ...contracts } = ledger.trust.contracts;
    const statements = sayEvents(verifyBundle(bundle, ledger.trust), {
      ...ledger.trust,
      contracts: { ...contracts, LaterContract },
    });
    const said = statements.filter(({ contract }) => contract === 'LaterContract');
    expect(said).to.not.be.empty;
    for (const { sentence } of said) expect(sentence).to.match(/^LaterContract emitted an event that this version does not know/);
  });

  it('knows whether a list of validators is vouched for', async () => {
    const signer = Wallet.createRandom();
    const signed = await signTrust(ledger.trust, signer);
    expect(vouchedBy(ledger.trust)).to.equal(undefined);
    expect(vouchedBy(signed)).to.equal(signer.address);
    const random = createRandom(2);
    const { signature: _, ...list } = signed;
    for (const { value, where } of flipsOf(list, (below) => random.below(below))) {
      const parsed = trustSchema.safeParse({ ...value, signature: signed.signature });
      // Addresses are read without regard to capitals.
      const same = parsed.success && JSON.stringify(parsed.data) === JSON.stringify(signed);
      expect(same || !parsed.success || vouchedBy(parsed.data) === undefined, where).to.equal(true);
    }
  });
});
