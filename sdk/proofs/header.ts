import { decodeRlp, encodeRlp, keccak256 } from 'ethers';
import { rlpNumber } from './rlp-number.js';

/** What a header says that proofs need. */
export interface ProvenHeader {
  hash: string;
  number: number;
  /** Unix seconds. */
  time: number;
  receiptsRoot: string;
  /** The parts of its encoding, hex. */
  parts: string[];
}

/** A block as nodes give it. */
export type RpcBlock = Record<string, unknown> & { hash: string };

/** The fields that every header has, in their order. Numbers are written without zeros in front. */
const FIELDS: [name: string, kind: 'bytes' | 'number'][] = [
  ['parentHash', 'bytes'],
  ['sha3Uncles', 'bytes'],
  ['miner', 'bytes'],
  ['stateRoot', 'bytes'],
  ['transactionsRoot', 'bytes'],
  ['receiptsRoot', 'bytes'],
  ['logsBloom', 'bytes'],
  ['difficulty', 'number'],
  ['number', 'number'],
  ['gasLimit', 'number'],
  ['gasUsed', 'number'],
  ['timestamp', 'number'],
  ['extraData', 'bytes'],
  ['mixHash', 'bytes'],
  ['nonce', 'bytes'],
];

/** What later rules and engines add, in the order in which a header has those that it has. */
const ADDED: typeof FIELDS = [
  ['baseFeePerGas', 'number'],
  ['blockGasCost', 'number'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'number'],
  ['excessBlobGas', 'number'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
  ['timestampMilliseconds', 'number'],
  ['minDelayExcess', 'number'],
];

const PLACE = { receiptsRoot: 5, number: 8, time: 11 } as const;

/**
 * Encodes a header as its hash is made of.
 *
 * @param block - As a node gives it.
 * @param hashOf - Makes the hash; some engines leave something out of it.
 * @returns Hex; undefined when what the node gives does not make the hash that it says.
 */
export function encodeHeader(block: RpcBlock, hashOf: (parts: readonly string[]) => string): string | undefined {
  const added = ADDED.filter(([name]) => block[name] !== undefined && block[name] !== null);
  const parts = [...FIELDS, ...added].map(([name, kind]) => {
    const value = String(block[name]);
    return kind === 'bytes' ? value : rlpNumber(value);
  });
  return hashOf(parts) === block.hash ? encodeRlp(parts) : undefined;
}

/** The hash of a header in full. */
export function plainHash(parts: readonly string[]): string {
  return keccak256(encodeRlp([...parts]));
}

/**
 * Reads a header.
 *
 * @param encoded - Hex.
 * @param hashOf - Makes the hash.
 * @returns Undefined when it is none.
 */
export function decodeHeader(encoded: string, hashOf: (parts: readonly string[]) => string): ProvenHeader | undefined {
  const parts = decodeRlp(encoded);
  if (!Array.isArray(parts) || parts.length < FIELDS.length || parts.some((one) => typeof one !== 'string')) return undefined;
  const texts = parts as string[];
  // One header is written in one way only.
  if (encodeRlp(texts) !== encoded) return undefined;
  const at = (place: number) => texts[place] as string;
  return {
    hash: hashOf(texts),
    number: Number(at(PLACE.number)),
    time: Number(at(PLACE.time)),
    receiptsRoot: at(PLACE.receiptsRoot),
    parts: texts,
  };
}
