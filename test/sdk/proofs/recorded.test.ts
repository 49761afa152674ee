import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { bundleSchema } from '../../../sdk/proofs/bundle.js';
import { sayEvents } from '../../../sdk/proofs/say.js';
import { trustSchema, vouchedBy } from '../../../sdk/proofs/trust.js';
import { verifyBundle } from '../../../sdk/proofs/verify.js';
import { createRandom } from '../../differential/random.js';
import { flipsOf } from './flips.js';

const read = (name: string) => JSON.parse(readFileSync(path.join(import.meta.dirname, 'recorded', name), 'utf8'));

/** A payout of the story, proven on five real validators. */
describe('a proof from a real network', function () {
  this.timeout(120_000);
  const bundle = bundleSchema.parse(read('payout.json'));
  const trust = trustSchema.parse(read('validators.json'));

  it('says who was paid, out of what, and by which purchases', () => {
    const said = sayEvents(verifyBundle(bundle, trust), trust).map(({ sentence }) => sentence);
    expect(said[0]).to.match(/^"한빛정밀 주식회사 \(Hanbit Precision\)" \(member 2\) was paid 108,900 KRW to 0x/);
    expect(said.filter((one) => one.includes('bought access'))).to.have.length(2);
    expect(said.some((one) => one.includes('80 % to "青山解析株式会社'))).to.equal(true);
    expect(vouchedBy(trust)).to.equal(trust.signature?.by);
  });

  it('is refused when a field of it is changed', () => {
    const random = createRandom(4);
    const alone = { ...bundle, facts: bundle.facts.slice(0, 1) };
    const flips = flipsOf(alone, (below) => random.below(below));
    const held = flips.filter(({ value }) => {
      const parsed = bundleSchema.safeParse(value);
      if (!parsed.success) return false;
      try {
        verifyBundle(parsed.data, trust);
        return true;
      } catch (error) {
        return (error as { code?: string }).code !== 'PROOF_REFUSED';
      }
    });
    expect(flips.length).to.be.above(50);
    expect(held.map(({ where }) => where)).to.deep.equal([]);
  });
});
