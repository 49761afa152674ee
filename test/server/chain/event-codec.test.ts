import { expect } from 'chai';
import { AbiCoder, type EventFragment, type Interface, type ParamType, toUtf8String, Utf8ErrorFuncs } from 'ethers';
import { CONTRACT_INTERFACES } from '../../../sdk/contract-interfaces.js';
import { createEventCodec } from '../../../server/chain/event-codec.js';
import { createRandom, type Random } from '../../differential/random.js';

const SEED = Date.now() % 1_000_000;
const LOGS_EACH = 40;
const coder = AbiCoder.defaultAbiCoder();

const bytes = (random: Random, count: number) =>
  `0x${Array.from({ length: count }, () => random.below(256).toString(16).padStart(2, '0')).join('')}`;

/** A value of a type: ends of its range as often as what lies between. */
function sampleOf(type: ParamType, random: Random): unknown {
  const [, bits] = /^uint(\d+)$/.exec(type.type) ?? [];
  if (bits !== undefined) {
    const range = 1n << BigInt(bits);
    // Of any length; and around 2^48, up to which they are read as small.
    const shorter = BigInt(bytes(random, 1 + random.below(Number(bits) / 8)));
    return random.pick([0n, 1n, range - 1n, shorter, ((1n << 48n) - 1n) % range, (1n << 48n) % range]);
  }
  const [, length] = /^bytes(\d+)$/.exec(type.type) ?? [];
  if (length !== undefined) return bytes(random, Number(length));
  if (type.type === 'address') return bytes(random, 20);
  if (type.type === 'bool') return random.chance(0.5);
  if (type.type === 'bytes') return bytes(random, random.below(100));
  if (type.type === 'string') return random.pick(['', 'plain', '현장 데이터 · 現場', 'a\u0000b', '𝒳'.repeat(random.below(40))]);
  if (type.isArray()) return Array.from({ length: random.below(6) }, () => sampleOf(type.arrayChildren, random));
  if (type.isTuple()) return type.components.map((part) => sampleOf(part, random));
  throw new Error(`no values for ${type.type}`);
}

/** What ethers makes of a log; text as the index keeps it. */
function readByEthers(contract: Interface, fragment: EventFragment, topics: string[], data: string): Record<string, unknown> {
  const parsed = contract.decodeEventLog(fragment, data, topics);
  const inData = fragment.inputs.filter((input) => !input.indexed);
  const raw = coder.decode(
    inData.map((input) => (input.type === 'string' ? 'bytes' : input)),
    data,
  );
  const plain = (value: unknown): unknown => (Array.isArray(value) ? [...value].map(plain) : value);
  return Object.fromEntries(
    fragment.inputs.map((input, i) => {
      const text = input.type === 'string' && !input.indexed;
      const words = text
        ? toUtf8String(raw[inData.indexOf(input)], Utf8ErrorFuncs.replace).replaceAll('\0', '\uFFFD')
        : undefined;
      return [input.name, text ? words : plain(parsed[i])];
    }),
  );
}

const plainArrays = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, strip(value)]));
const strip = (value: unknown): unknown => (Array.isArray(value) ? Array.from(value, strip) : value);

/** Every event of every contract of ours. */
function* allEvents(): Generator<{ name: string; contract: Interface; fragment: EventFragment }> {
  for (const [name, contract] of Object.entries(CONTRACT_INTERFACES)) {
    for (const fragment of contract.fragments) {
      if (fragment.type === 'event') yield { name, contract, fragment: fragment as EventFragment };
    }
  }
}

describe(`event codec (seed ${SEED})`, () => {
  const random = createRandom(SEED);

  it('makes of every event of ours what ethers makes of it', () => {
    let logs = 0;
    for (const { contract, fragment, name } of allEvents()) {
      const codec = createEventCodec(fragment);
      for (let i = 0; i < LOGS_EACH; i++, logs++) {
        const values = fragment.inputs.map((input) => sampleOf(input, random));
        const { data, topics } = contract.encodeEventLog(fragment, values);
        const expected = readByEthers(contract, fragment, topics, data);
        expect(plainArrays(codec.read(topics, data)), `${name}.${fragment.name}`).to.deep.equal(expected);
      }
    }
    expect(logs).to.be.greaterThan(60 * LOGS_EACH);
  });

  it('reads any bytes as text as ethers does', () => {
    const { contract, fragment } = [...allEvents()].find((one) => one.fragment.name === 'MemberSuspended') as never as {
      contract: Interface;
      fragment: EventFragment;
    };
    const codec = createEventCodec(fragment);
    const { topics } = contract.encodeEventLog(fragment, [7, '']);
    for (let i = 0; i < 2_000; i++) {
      const data = coder.encode(['bytes'], [bytes(random, random.below(24))]);
      expect(codec.read(topics, data)).to.deep.equal(readByEthers(contract, fragment, topics, data));
    }
  });

  it('refuses whatever is cut off, as ethers does', () => {
    for (const { contract, fragment } of allEvents()) {
      const codec = createEventCodec(fragment);
      const { data, topics } = contract.encodeEventLog(
        fragment,
        fragment.inputs.map((input) => sampleOf(input, random)),
      );
      const shorter = `0x${data.slice(2, 2 + 2 * random.below(Math.max(1, (data.length - 2) / 2 - 31)))}`;
      if (data.length > 2) expect(() => codec.read(topics, shorter), fragment.name).to.throw(RangeError);
      if (topics.length > 1) expect(() => codec.read(topics.slice(0, -1), data), fragment.name).to.throw(RangeError);
    }
  });

  it('follows offsets and lengths only where there is something', () => {
    const { fragment } = [...allEvents()].find((one) => one.fragment.name === 'Distributed') as { fragment: EventFragment };
    const codec = createEventCodec(fragment);
    const word = (value: bigint) => value.toString(16).padStart(64, '0');
    const topics = [fragment.topicHash, `0x${word(5n)}`];
    const far = (offset: bigint, length: bigint) => `0x${word(1n)}${word(2n)}${word(offset)}${word(length)}`;
    expect(codec.read(topics, far(96n, 0n))).to.deep.equal({ tableId: 5n, salesSettled: 1n, royaltiesSettled: 2n, amounts: [] });
    for (const [offset, length] of [
      [96n, 1n],
      [96n, 2n ** 255n],
      [2n ** 200n, 0n],
      [128n, 0n],
    ] as const)
      expect(() => codec.read(topics, far(offset, length))).to.throw(RangeError);
  });
});
