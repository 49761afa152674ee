import type { AsOf } from '../sdk/api/client.js';
import { parseBlock } from './arguments.js';

/** An option by which the past is shown. */
export interface AsOfOptions {
  asOf?: string;
}

/** The same as a command shows it: how it is written, and what it means. */
export const AS_OF_FLAG = ['--as-of <block>', 'as it was at the end of this block (default: the newest there is)'] as const;

/** The same for commands as data. */
export const AS_OF_OPTION = Object.fromEntries([AS_OF_FLAG]);

/**
 * The parameter of the API.
 *
 * @throws `BAD_ARGUMENT`.
 */
export function asOfInput({ asOf }: AsOfOptions): { asOf?: number } {
  return asOf === undefined ? {} : { asOf: parseBlock(asOf, '--as-of') };
}

/** Says as of which block an answer is true. */
export function sayAsOf({ asked, block }: AsOf): string {
  if (asked === undefined || asked === block) return `as of block ${block}`;
  return `as of block ${asked}; ${block < 0 ? 'nothing had happened yet' : `what happened last before was in block ${block}`}`;
}
