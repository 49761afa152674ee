import { hash } from 'node:crypto';
import { getBytes, keccak256 } from 'ethers';
import type { RawLog } from './raw-log.js';

/** A filter of 2,048 bits: what a header says of its block's logs. */
const BYTES = 256;

/** An address or topic, and where in the filter its three bits are. */
interface Entry {
  value: string;
  bits: readonly [number, number, number];
  /** The filter to which it was added last, by a count of them. */
  in: number;
}

let filters = 0;

/** Values that come again and again are hashed once: each has one place here, by its first and last digits. */
const PLACE_BITS = 17;
const known: (Entry | undefined)[] = Array(2 ** PLACE_BITS).fill(undefined);
/** So many digits at each end tell values apart: ids differ in the last, hashes and addresses in all. */
const DIGITS = 8;
/** 2^32 divided by the golden ratio: neighbours are spread (Knuth, The Art of Computer Programming, 6.4). */
const SPREAD = 0x9e3779b1;

/**
 * What a header's bloom filter says of a block's logs. Each log's address and topics set three bits each (Ethereum Yellow Paper, 4.4.3), so
 * bits that these logs do not set are of others, and a log that is not in the filter is not in the block.
 *
 * @param bloom - `logsBloom` of the header.
 * @param logs - Logs of the block.
 * @returns `exact`: they explain the filter; `more`: the block has further logs; `wrong`: one of these is not in it.
 */
export function compareBloom(bloom: string, logs: readonly RawLog[]): 'exact' | 'more' | 'wrong' {
  const told = Buffer.from(bloom.slice(2), 'hex');
  if (told.length !== BYTES) return 'wrong';
  const made = Buffer.alloc(BYTES);
  filters++;
  for (const { address, topics } of logs) {
    add(made, address);
    for (const topic of topics) add(made, topic);
  }
  if (told.equals(made)) return 'exact';
  for (let i = 0; i < BYTES; i++) if (((made[i] as number) & ~(told[i] as number)) !== 0) return 'wrong';
  return 'more';
}

/** Whether a block may have logs of one of these addresses: without, it has none for sure. */
export function mayHoldAny(bloom: string, addresses: Iterable<string>): boolean {
  const told = Buffer.from(bloom.slice(2), 'hex');
  for (const address of addresses) if (entryOf(address).bits.every((bit) => isSet(told, bit))) return true;
  return false;
}

function isSet(filter: Uint8Array, bit: number): boolean {
  return ((filter[BYTES - 1 - (bit >> 3)] as number) & (1 << (bit & 7))) !== 0;
}

function add(filter: Uint8Array, value: string): void {
  const entry = entryOf(value);
  // Most logs of a block are of the same few contracts and kinds.
  if (entry.in === filters) return;
  entry.in = filters;
  const [first, second, third] = entry.bits;
  set(filter, first);
  set(filter, second);
  set(filter, third);
}

function set(filter: Uint8Array, bit: number): void {
  const at = BYTES - 1 - (bit >> 3);
  filter[at] = (filter[at] as number) | (1 << (bit & 7));
}

function entryOf(value: string): Entry {
  let digits = 0;
  for (let i = 0; i < DIGITS; i++) {
    digits = Math.imul(digits, 31) + value.charCodeAt(2 + i);
    digits = Math.imul(digits, 31) + value.charCodeAt(value.length - 1 - i);
  }
  const place = Math.imul(digits, SPREAD) >>> (32 - PLACE_BITS);
  const found = known[place];
  if (found?.value === value) return found;
  const digest = keccak(value);
  const bit = (at: number) => ((digest.charCodeAt(at) << 8) | digest.charCodeAt(at + 1)) & 2047;
  const entry: Entry = { value, bits: [bit(0), bit(2), bit(4)], in: 0 };
  known[place] = entry;
  return entry;
}

/** Topics, 32 bytes long, and addresses, 20, are read into the same places again and again. */
const INPUTS = new Map([40, 64].map((digits) => [digits, Buffer.alloc(digits / 2)]));

function bytesOf(value: string): Buffer {
  const input = INPUTS.get(value.length - 2);
  const isWhole = input !== undefined && input.write(value.slice(2), 'hex') === input.length;
  return isWhole ? input : Buffer.from(value.slice(2), 'hex');
}

/**
 * Keccak-256 of a value, each byte a character. OpenSSL has it since 3.2, and is several times faster; a Node that was built with an older one does
 * without.
 */
const keccak: (value: string) => string = (() => {
  try {
    hash('keccak-256', '');
    return (value: string) => hash('keccak-256', bytesOf(value), 'binary');
  } catch {
    return (value: string) => Buffer.from(getBytes(keccak256(value))).toString('latin1');
  }
})();
