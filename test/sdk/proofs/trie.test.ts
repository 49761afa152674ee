import { expect } from 'chai';
import { hexlify, randomBytes } from 'ethers';
import { proveInTrie, receiptKey, valueInTrie } from '../../../sdk/proofs/trie.js';

describe('trie of receipts', () => {
  for (const count of [1, 2, 15, 16, 17, 127, 128, 129, 300]) {
    it(`proves each of ${count} values, and none at another place`, () => {
      const entries = Array.from({ length: count }, (_, i) => ({
        key: receiptKey(i),
        // Some are so short that they stand in their parent node itself.
        value: hexlify(randomBytes(i % 7 === 0 ? 3 : 40 + (i % 90))),
      }));
      for (const [i, { key, value }] of entries.entries()) {
        // Each place below the second level, and some of the many above.
        if (i > 20 && i % 9 !== 0) continue;
        const { nodes, root } = proveInTrie(entries, key);
        expect(valueInTrie(root, key, nodes)).to.equal(value);
        if (count > 1) expect(valueInTrie(root, receiptKey((i + 1) % count), nodes)).to.not.equal(value);
        expect(valueInTrie(root, receiptKey(count + i), nodes)).to.equal(undefined);
        expect(valueInTrie(root, key, [...nodes, nodes[0] as string])).to.equal(undefined);
        expect(valueInTrie(root, key, nodes.slice(1))).to.equal(undefined);
      }
    });
  }

  it('writes an index as blocks do', () => {
    expect([0, 1, 127, 128, 256].map(receiptKey)).to.deep.equal(['0x80', '0x01', '0x7f', '0x8180', '0x820100']);
  });
});
