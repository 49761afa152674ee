import { expect } from 'chai';
import { concat, decodeRlp, encodeRlp, getBytes, id, keccak256, SigningKey, Wallet, ZeroHash } from 'ethers';
import { type Bundle, bundleSchema } from '../../../sdk/proofs/bundle.js';
import { encodeHeader, plainHash, type RpcBlock } from '../../../sdk/proofs/header.js';
import { receiptsOf } from '../../../sdk/proofs/prove.js';
import { qbftHash } from '../../../sdk/proofs/qbft-seal.js';
import { encodeReceipt } from '../../../sdk/proofs/receipt.js';
import { proveInTrie, receiptKey } from '../../../sdk/proofs/trie.js';
import type { Trust } from '../../../sdk/proofs/trust.js';
import { verifyBundle } from '../../../sdk/proofs/verify.js';
import { createRandom } from '../../differential/random.js';
import { ethers } from '../../support/contracts-fixture.js';
import { flipsOf } from './flips.js';
import { sealedLedger } from './sealed-ledger.js';

const EXTRA_DATA = 12;

/**
 * Seals as Hyperledger Besu's QBFT writes them (`QbftExtraDataCodec`, `BftBlockHashing`). No Besu runs here: blocks of the test chain are
 * sealed by keys of the test, in Besu's form.
 */
describe('a block that QBFT has sealed', function () {
  this.timeout(60_000);
  const validators = ['a', 'b', 'c', 'd'].map((name) => new Wallet(id(name)));
  let parts: string[];
  let nodes: string[];
  let logs: { address: string; topics: string[]; data: string }[];
  let transactionIndex: number;
  let trust: Trust;

  before(async () => {
    const ledger = await sealedLedger();
    const block = (await ethers.provider.send('eth_getBlockByNumber', ['latest', false])) as RpcBlock & {
      number: string;
      transactions: string[];
    };
    parts = decodeRlp(encodeHeader(block, plainHash) as string) as string[];
    const receipts = await receiptsOf(ethers.provider as never, block);
    transactionIndex = receipts.findIndex((one) => one.transactionHash === ledger.sale);
    const entries = receipts.map((one, i) => ({ key: receiptKey(i), value: encodeReceipt(one) }));
    ({ nodes } = proveInTrie(entries, receiptKey(transactionIndex)));
    logs = receipts[transactionIndex]?.logs ?? [];
    trust = {
      ...ledger.trust,
      finality: { type: 'qbft' },
      sets: [{ from: 0, validators: validators.map((one) => ({ key: one.address.toLowerCase(), weight: 1 })) }],
    };
  });

  const extra = (round: string, seals: string[]) => encodeRlp([ZeroHash, validators.map((one) => one.address), [], round, seals]);
  const sealed = (signers: readonly Wallet[], round = '0x02'): Bundle => {
    const signed = keccak256(encodeRlp(parts.with(EXTRA_DATA, extra(round, []))));
    const seals = signers.map(({ privateKey }) => {
      const { r, s, yParity } = new SigningKey(privateKey).sign(signed);
      return concat([r, s, getBytes(`0x0${yParity}`)]);
    });
    const header = encodeRlp(parts.with(EXTRA_DATA, extra(round, seals)));
    const [log] = logs as [(typeof logs)[0]];
    const claimed = { index: 0, address: log.address, topics: log.topics, data: log.data };
    return {
      format: 'genba-proof/1',
      chainId: trust.chainId,
      facts: [{ header, sealedBySetFrom: 0, transactionIndex, nodes, logs: [claimed] }],
    };
  };
  const refusal = (bundle: Bundle): string => {
    try {
      verifyBundle(bundle, trust);
      return 'it holds';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('counts seals of three of four, over the header without them, in any round', () => {
    expect(refusal(sealed(validators))).to.equal('it holds');
    expect(refusal(sealed(validators.slice(1), '0x'))).to.equal('it holds');
    expect(refusal(sealed(validators.slice(2)))).to.include('only 2 of 4');
  });

  it('has one hash, whatever the round and the seals', () => {
    const hashes = [sealed(validators), sealed(validators.slice(1), '0x07')].map(({ facts }) => {
      return qbftHash(decodeRlp(facts[0]?.header as string) as string[]);
    });
    expect(hashes[0]).to.equal(hashes[1]);
  });

  it('counts nobody twice, and no stranger', () => {
    const [a, b] = validators as [Wallet, Wallet];
    expect(refusal(sealed([a, b, b]))).to.include('has sealed twice');
    expect(refusal(sealed([a, b, new Wallet(id('stranger'))]))).to.include('not in the list');
  });

  it('is refused when any field of it is changed', () => {
    const bundle = sealed(validators.slice(1));
    const random = createRandom(3);
    const flips = flipsOf(bundle, (below) => random.below(below));
    const held = flips.filter(({ value }) => {
      const parsed = bundleSchema.safeParse(value);
      return parsed.success && refusal(parsed.data) === 'it holds';
    });
    expect(held.map(({ where }) => where)).to.deep.equal([]);
  });
});
