import { expect } from 'chai';
import { parseLegalName } from '../../sdk/legal-name.js';

describe('legal name', () => {
  it('takes 1 to 200 bytes of UTF-8, without spaces around them', () => {
    expect(parseLegalName(' 한빛정밀 주식회사 ')).to.equal('한빛정밀 주식회사');
    expect(parseLegalName('é'.repeat(100))).to.have.length(100);
    for (const name of ['', '  ', 'é'.repeat(101), 'x'.repeat(201)]) {
      expect(() => parseLegalName(name))
        .to.throw()
        .with.property('code', 'BAD_LEGAL_NAME');
    }
  });
});
