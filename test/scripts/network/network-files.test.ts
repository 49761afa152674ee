import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { identitySchema, type Network, networkFolder, readNetwork, writeJson } from '../../../scripts/network/network-file.js';
import { pollAmong, WEIGHT, writeNodeSettings } from '../../../scripts/network/node-settings.js';
import { readJsonFile } from '../../../sdk/json-file.js';

const NODE_ID = 'NodeID-5iw4H6cDP5wQWQRwB4vpViUf285mz5mQ6';
const identity = (i: number) => ({
  format: 'genba-validator/1' as const,
  nodeId: `${NODE_ID}${i}`,
  publicKey: `0x${'ab'.repeat(48)}`,
  proofOfPossession: `0x${'cd'.repeat(96)}`,
  host: i === 3 ? '2001:db8::3' : `10.0.0.${i}`,
  stakingPort: 9651,
  url: `http://10.0.0.${i}:9650`,
});

describe('files of a network', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'genba-network-files-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are refused with what is wrong when they are not what they should be', () => {
    const file = path.join(folder, 'works.json');
    const code = (content: string) => {
      writeFileSync(file, content);
      try {
        readJsonFile(file, identitySchema);
        return 'taken';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(JSON.stringify(identity(1)))).to.equal('taken');
    expect(code('{')).to.equal('BAD_CONFIG');
    expect(code(JSON.stringify({ ...identity(1), stakingPort: 0 }))).to.equal('BAD_CONFIG');
    expect(code(JSON.stringify({ ...identity(1), publicKey: '0x00' }))).to.equal('BAD_CONFIG');
    expect(code(JSON.stringify({ ...identity(1), secret: 'no' }))).to.equal('BAD_CONFIG');
    // Nodes look up no names.
    expect(code(JSON.stringify({ ...identity(1), host: 'validator.works.example' }))).to.equal('BAD_CONFIG');
    expect(() => readJsonFile(path.join(folder, 'none.json'), identitySchema)).to.throw("can't be read");
    expect(() => readNetwork(folder)).to.throw('There is no network');
    expect(() => networkFolder(folder, '../elsewhere')).to.throw('a-z, 0-9 and -');
  });

  it('appear whole, and secret ones for their owner only', () => {
    const file = path.join(folder, 'owner.json');
    writeJson(file, { privateKey: '0x01' }, 0o600);
    expect(readFileSync(file, 'utf8')).to.include('privateKey');
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('tell a node of all validators, and where they are', () => {
    const network = {
      networkId: 424_242,
      subnetId: 'subnet',
      blockchainId: 'chain',
      genesis: { networkID: 424_242 },
      validators: [identity(1), identity(2), identity(3)],
    } as unknown as Network;
    const own = { ...identity(1), httpHost: '127.0.0.1', httpPort: 9650 };
    const settings = JSON.parse(readFileSync(writeNodeSettings(folder, own, network), 'utf8'));
    // Itself among them: a starting node waits for three quarters, and of three others that would be all.
    expect(settings['bootstrap-ids']).to.equal(`${NODE_ID}1,${NODE_ID}2,${NODE_ID}3`);
    expect(settings['bootstrap-ips']).to.equal('10.0.0.1:9651,10.0.0.2:9651,[2001:db8::3]:9651');
    expect(settings['http-host']).to.equal('127.0.0.1');
    expect(settings['public-ip']).to.equal('10.0.0.1');
    expect(settings['track-subnets']).to.equal('subnet');
    const subnet = JSON.parse(Buffer.from(settings['subnet-config-content'], 'base64').toString());
    expect(subnet.subnet.consensusParameters.k).to.equal(300);
    expect(settings['http-allowed-hosts']).to.deep.equal(['localhost', '10.0.0.1']);
  });
});

describe('a poll among few', () => {
  /** How many votes of `drawn` are of those who are left, in the mean and how far off it may be: drawn without putting back. */
  const votes = (count: number, left: number, drawn: number) => {
    const [all, part] = [count * WEIGHT, left / count];
    const variance = (drawn * part * (1 - part) * (all - drawn)) / (all - 1);
    return { mean: drawn * part, deviation: Math.sqrt(variance) };
  };

  for (let count = 1; count <= 20; count++) {
    it(`with ${count} validators succeeds when as many are away as may be, and never with one more`, () => {
      const { alphaConfidence, alphaPreference, k } = pollAmong(count);
      const mayFail = Math.floor((count - 1) / 3);
      // The engine's own rule.
      expect(alphaPreference).to.be.above(k / 2);
      expect(alphaConfidence).to.be.within(alphaPreference, k);
      const enough = votes(count, count - mayFail, k);
      expect(enough.mean - 3 * enough.deviation).to.be.at.least(alphaConfidence);
      const tooFew = votes(count, count - mayFail - 1, k);
      expect(tooFew.mean + 3 * tooFew.deviation).to.be.below(alphaConfidence);
      // One whose time is over is not missed: the others alone are enough to draw from.
      if (mayFail > 0) expect(k).to.be.at.most((count - 1) * WEIGHT);
    });
  }
});
