import { type EventFragment, getAddress, type ParamType, toUtf8String, Utf8ErrorFuncs } from 'ethers';

/** Reads one kind of event. */
export interface EventCodec {
  name: string;
  /**
   * The values of a log by name: numbers as bigint, addresses with their checksum, bytes as hex, tuples and arrays as arrays, tuples' values by
   * name too.
   *
   * @throws RangeError when topics or data are shorter than the event, or hold no such values.
   */
  read(topics: readonly string[], data: string): Record<string, unknown>;
}

/** Reads a value whose word begins at a place in hex digits; offsets in it count from `base`. */
type Read = (hex: string, at: number, base: number) => unknown;

/** Hex digits in a word of the ABI. */
const WORD = 64;
/** Hex digits of a number that a double holds exactly. */
const SMALL = 12;
/** Checksums cost a hash each, and a ledger has few addresses. */
const MOST_ADDRESSES = 50_000;
const addresses = new Map<string, string>();
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Makes the reader of an event, once, so that reading a log looks at nothing but its words. Layout: the ABI specification of Solidity; what
 * ethers makes of a log is what this makes of it.
 *
 * @param fragment - The event.
 * @throws Error for a type that no event of ours has.
 */
export function createEventCodec(fragment: EventFragment): EventCodec {
  let topic = 1;
  let head = 0;
  const fields = fragment.inputs.map((input) => {
    const read = readerOf(input);
    if (!input.indexed) return { name: input.name, read, topic: 0, at: WORD * head++ };
    if (!isWord(input)) throw new Error(`${fragment.name}: an indexed ${input.type} is only its hash`);
    return { name: input.name, read, topic: topic++, at: 0 };
  });
  return {
    name: fragment.name,
    read(topics, data) {
      if (topics.length !== topic) throw new RangeError(`${fragment.name} has ${topic} topics, not ${topics.length}`);
      const hex = data.slice(2);
      const values: Record<string, unknown> = {};
      for (const field of fields) {
        values[field.name] =
          field.topic === 0 ? field.read(hex, field.at, 0) : field.read((topics[field.topic] as string).slice(2), 0, 0);
      }
      return values;
    },
  };
}

/** Whether a type is one word in place. */
function isWord({ type }: ParamType): boolean {
  return /^(uint\d+|address|bool|bytes\d+)$/.test(type);
}

function readerOf(type: ParamType): Read {
  const [, , bits] = /^(uint)(\d+)$/.exec(type.type) ?? [];
  if (bits !== undefined) return readUint(Number(bits) / 4);
  const [, , bytes] = /^(bytes)(\d+)$/.exec(type.type) ?? [];
  if (bytes !== undefined) return (hex, at) => `0x${wordAt(hex, at).slice(0, Number(bytes) * 2)}`;
  if (type.type === 'address') return (hex, at) => toAddress(wordAt(hex, at));
  if (type.type === 'bool') return (hex, at) => BigInt(`0x${wordAt(hex, at)}`) !== 0n;
  if (type.type === 'bytes') return (hex, at, base) => `0x${bytesAt(hex, base + indexAt(hex, at))}`;
  if (type.type === 'string') return (hex, at, base) => toText(bytesAt(hex, base + indexAt(hex, at)));
  if (type.isArray() && type.arrayLength === -1) return readArray(type.arrayChildren);
  throw new Error(`no event of ours has a ${type.type}`);
}

/** A number in the low digits of its word; what stands above them is not looked at. Most are small, and read as such four times as fast. */
function readUint(digits: number): Read {
  const above = '0'.repeat(Math.max(0, digits - SMALL));
  return (hex, at) => {
    const word = wordAt(hex, at);
    return word.startsWith(above, WORD - digits)
      ? BigInt(Number.parseInt(word.slice(-Math.min(digits, SMALL)), 16))
      : BigInt(`0x${word.slice(WORD - digits)}`);
  };
}

/** An array of words, or of tuples of words. */
function readArray(item: ParamType): Read {
  const parts = item.isTuple() ? item.components : [item];
  if (!parts.every(isWord)) throw new Error(`no event of ours has an array of ${item.type}`);
  const reads = parts.map((part) => ({ name: part.name, read: readerOf(part) }));
  return (hex, at, base) => {
    const start = base + indexAt(hex, at);
    const count = indexAt(hex, start) / 2;
    if (start + WORD * (1 + count * parts.length) > hex.length) throw new RangeError(`${count} items do not fit`);
    return Array.from({ length: count }, (_, i) => {
      const values = reads.map(({ read }, j) => read(hex, start + WORD * (1 + i * parts.length + j), 0));
      return item.isTuple()
        ? Object.assign(values, Object.fromEntries(reads.map(({ name }, j) => [name, values[j]])))
        : values[0];
    });
  };
}

function wordAt(hex: string, at: number): string {
  if (at + WORD > hex.length) throw new RangeError(`no word at ${at / 2}`);
  return hex.slice(at, at + WORD);
}

/** An offset or a length in bytes, as a count of hex digits. */
function indexAt(hex: string, at: number): number {
  // One that a double does not hold exactly is far beyond any data.
  const index = Number(`0x${wordAt(hex, at)}`) * 2;
  if (!(index <= hex.length)) throw new RangeError(`${index / 2} is beyond the data`);
  return index;
}

function bytesAt(hex: string, at: number): string {
  const length = indexAt(hex, at);
  const start = at + WORD;
  if (start + length > hex.length) throw new RangeError(`${length / 2} bytes do not fit`);
  return hex.slice(start, start + length);
}

function toAddress(word: string): string {
  const known = addresses.get(word);
  if (known !== undefined) return known;
  if (!word.startsWith('0'.repeat(24))) throw new RangeError(`0x${word} is no address`);
  const address = getAddress(`0x${word.slice(24)}`);
  if (addresses.size >= MOST_ADDRESSES) addresses.clear();
  addresses.set(word, address);
  return address;
}

/**
 * Text on a chain is any bytes, but a store holds neither broken UTF-8 nor NUL, and one publisher's bytes must not stop everybody's index:
 * what is no text becomes U+FFFD.
 */
function toText(hex: string): string {
  let text: string;
  try {
    text = utf8.decode(Buffer.from(hex, 'hex'));
  } catch {
    text = toUtf8String(`0x${hex}`, Utf8ErrorFuncs.replace);
  }
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}
