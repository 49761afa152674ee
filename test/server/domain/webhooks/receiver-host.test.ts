import { expect } from 'chai';
import { trustOf } from '../../../../server/domain/webhooks/receiver-host.js';

describe('trust in receivers', () => {
  const RULES = ['erp.internal', '10.0.0.7', '[::1]', '*.example.com'];

  for (const [url, trust] of [
    ['http://erp.internal/hook', 'named'],
    ['http://ERP.internal:8080/hook', 'named'],
    ['http://10.0.0.7/', 'named'],
    ['http://0xa000007/', 'named'],
    ['http://[::1]:4000/', 'named'],
    ['https://hooks.example.com/', 'public'],
    ['https://a.b.example.com/', 'public'],
  ] as const) {
    it(`is ${trust} for ${url}`, () => expect(trustOf(RULES, url)).to.equal(trust));
  }

  for (const url of [
    'http://hooks.example.com/',
    'https://example.com/',
    'https://notexample.com/',
    'https://example.com.evil.test/',
    'https://user:password@erp.internal/',
    'https://erp.internal.evil.test/',
    'https://*.example.com.evil.test/',
    'http://*.example.com/',
    'https://10.0.0.8/',
  ]) {
    it(`is not there for ${url}`, () => expect(trustOf(RULES, url)).to.have.property('problem'));
  }

  it('is public for any host where a star stands, by TLS only', () => {
    expect(trustOf(['*'], 'https://anywhere.test/')).to.equal('public');
    expect(trustOf(['*'], 'http://anywhere.test/')).to.have.property('problem');
    expect(trustOf(['*'], 'https://127.0.0.1/')).to.equal('public');
  });
});
