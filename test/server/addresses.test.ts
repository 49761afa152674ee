import { expect } from 'chai';
import { hostsOf, urlAt } from '../../server/addresses.js';

describe('addresses', () => {
  it('are written as URLs write them, whatever the host', () => {
    expect(urlAt('::1', 4100)).to.equal('http://[::1]:4100');
    expect(urlAt('127.0.0.1', 80)).to.equal('http://127.0.0.1');
    const hosts = (host: string, port: number, publicUrl?: string) => hostsOf({ host, publicUrl }, port);
    expect(hosts('::1', 4100)).to.deep.equal(['[::1]:4100', '127.0.0.1:4100', 'localhost:4100']);
    expect(hosts('LocalHost', 80)).to.deep.equal(['localhost', '127.0.0.1']);
    expect(hosts('127.0.0.1', 4100, 'https://Ledger.example/')).to.deep.equal(['ledger.example']);
  });
});
