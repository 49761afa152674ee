import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';

/** The most that a chain accepts (EIP-170), in bytes. */
const MOST_BYTES = 24_576;
const ARTIFACTS = path.resolve(import.meta.dirname, '..', '..', 'artifacts', 'contracts');
const DEPLOYED = [
  'MemberRegistry',
  'DatasetRegistry',
  'AccessGrants',
  'RevenueLedger',
  'AccessMarket',
  'SettlementToken',
  'SenderGate',
];

describe('contract sizes', () => {
  for (const name of DEPLOYED) {
    it(`keeps ${name} below 24,576 bytes`, () => {
      const artifact = readFileSync(path.join(ARTIFACTS, `${name}.sol`, `${name}.json`), 'utf8');
      const { deployedBytecode } = JSON.parse(artifact) as { deployedBytecode: string };
      const bytes = deployedBytecode.length / 2 - 1;
      expect(bytes).to.be.greaterThan(1_000).and.below(MOST_BYTES);
    });
  }
});
