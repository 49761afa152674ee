import { expect } from 'chai';
import type { Decode } from '../../../server/chain/decode.js';
import type { ChainNode, Header } from '../../../server/chain/node.js';
import { createRangeReader } from '../../../server/chain/range-reader.js';

const NO_LOGS = `0x${'00'.repeat(256)}`;
const hashOf = (block: number) => `hash ${block}`;

/** A node without logs that counts how much it is asked at once. A mock: what is looked at is the asking. */
function countingNode(refuse: (blocks: number) => Error | undefined = () => undefined) {
  const seen = { atOnce: 0, most: 0, widest: 0, asked: 0 };
  const header = (number: number): Header => ({
    number,
    hash: hashOf(number),
    parentHash: hashOf(number - 1),
    time: number,
    logsBloom: NO_LOGS,
  });
  const node: ChainNode = {
    finalBlock: async () => 0,
    header: async (block) => header(block),
    async headers(from, to) {
      const blocks = to - from + 1;
      seen.asked++;
      seen.widest = Math.max(seen.widest, blocks);
      seen.most = Math.max(seen.most, ++seen.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      seen.atOnce--;
      const refusal = refuse(blocks);
      if (refusal !== undefined) throw refusal;
      return Array.from({ length: blocks }, (_, i) => header(from + i));
    },
    logs: async () => [],
    logsOf: async () => [],
    addresses: new Set(),
  };
  return { node, seen };
}

const decode = (() => undefined) as unknown as Decode;
const from = { block: -1, hash: '' };

describe('range reader', () => {
  it('asks for several ranges at once, wider and wider, and gives every block once, in order', async () => {
    const { node, seen } = countingNode();
    const blocks: number[] = [];
    for await (const { headers } of createRangeReader(node, decode).read(from, 9_999))
      blocks.push(...headers.map((one) => one.number));
    expect(blocks).to.deep.equal(Array.from({ length: 10_000 }, (_, i) => i));
    expect(seen.most).to.equal(4);
    expect(seen.widest).to.equal(1_000);
  });

  it('halves what is refused, and says when there is nothing left to halve', async () => {
    const { node } = countingNode((blocks) => (blocks > 3 ? new Error('block range too large') : undefined));
    const reader = createRangeReader(node, decode);
    let after = from;
    for (let refusals = 0; after.block < 50; refusals++) {
      try {
        for await (const { headers } of reader.read(after, 50))
          after = { block: headers.at(-1)?.number ?? 0, hash: hashOf(headers.at(-1)?.number ?? 0) };
      } catch (error) {
        expect(reader.ease(error as Error)).to.equal(0);
        expect(refusals).to.be.below(60);
      }
    }
    const { node: none } = countingNode(() => new Error('no'));
    const hopeless = createRangeReader(none, decode);
    let eased: number | undefined = 0;
    for (let i = 0; i < 20 && eased !== undefined; i++) {
      const error = await hopeless
        .read(from, 50)
        .next()
        .catch((refusal: Error) => refusal);
      eased = hopeless.ease(error as Error);
    }
    expect(eased).to.equal(undefined);
  });

  it('asks one at a time, and later and later, when it is told that it asks too often', async () => {
    let limited = true;
    const { node, seen } = countingNode(() => (limited ? new Error('429 Too Many Requests') : undefined));
    const reader = createRangeReader(node, decode);
    const pauses: (number | undefined)[] = [];
    for (let i = 0; i < 8; i++) {
      const error = await reader
        .read(from, 5_000)
        .next()
        .catch((refusal: Error) => refusal);
      pauses.push(reader.ease(error as Error));
    }
    expect(pauses).to.deep.equal([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    limited = false;
    seen.most = 0;
    const range = reader.read(from, 500);
    await range.next();
    expect(seen.most).to.equal(1);
    await range.return(undefined);
  });

  it('gives a range only when the next one confirms its last block', async () => {
    const { node } = countingNode();
    const { headers } = node;
    node.headers = async (first, last) => {
      const found = await headers(first, last);
      return first === 0 ? found.with(-1, { ...(found.at(-1) as Header), hash: 'wrong' }) : found;
    };
    const given = await createRangeReader(node, decode)
      .read(from, 500)
      .next()
      .catch((error: { code: string }) => error);
    expect(given).to.include({ code: 'LINK_BROKEN' });
  });
});
