import { concat, dataSlice, decodeRlp, encodeRlp, toBeHex } from 'ethers';
import { rlpNumber } from './rlp-number.js';

/** A log, as far as a receipt commits to it; hex. */
export interface ProvenLog {
  address: string;
  topics: string[];
  data: string;
}

/** A receipt as nodes give it. */
export interface RpcReceipt {
  type: string;
  status: string;
  cumulativeGasUsed: string;
  logsBloom: string;
  logs: ProvenLog[];
}

/** A receipt's status in its encoding: the transaction did what it was to do. */
const SUCCESS = '0x01';
const FIRST_LIST_BYTE = 0xc0;

/**
 * Encodes a receipt as blocks commit to it (EIP-2718).
 *
 * @param receipt - As a node gives it.
 */
export function encodeReceipt(receipt: RpcReceipt): string {
  const body = encodeRlp([
    rlpNumber(receipt.status),
    rlpNumber(receipt.cumulativeGasUsed),
    receipt.logsBloom,
    receipt.logs.map(({ address, data, topics }) => [address, topics, data]),
  ]);
  const type = Number(receipt.type);
  return type === 0 ? body : concat([toBeHex(type), body]);
}

/**
 * The logs of an encoded receipt.
 *
 * @returns Undefined when it is no receipt of a transaction that went through.
 */
export function logsOfReceipt(encoded: string): ProvenLog[] | undefined {
  const isTyped = Number(dataSlice(encoded, 0, 1)) < FIRST_LIST_BYTE;
  const parts = decodeRlp(isTyped ? dataSlice(encoded, 1) : encoded);
  if (!Array.isArray(parts) || parts[0] !== SUCCESS || !Array.isArray(parts[3])) return undefined;
  return (parts[3] as [string, string[], string][]).map(([address, topics, data]) => ({ address, topics, data }));
}
