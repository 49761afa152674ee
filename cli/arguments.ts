import { getAddress, isAddress, isHexString } from 'ethers';
import { LedgerError } from '../sdk/errors.js';
import type { Originator } from '../sdk/payee-table.js';
import type { SourceRef } from '../sdk/table-inputs.js';

/** Reads an id, a count or a weight. */
export function parseId(text: string): number {
  const id = Number(text);
  if (!Number.isInteger(id) || id < 1 || id > 0xffffffff) {
    throw new LedgerError('BAD_ARGUMENT', { argument: `'${text}'`, problem: 'it must be a whole number from 1.' });
  }
  return id;
}

/** Reads an id that may be left out. */
export function optionalId(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseId(text);
}

/** Reads the number of a block. */
export function parseBlock(text: string, argument: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new LedgerError('BAD_ARGUMENT', { argument, problem: `'${text}' is no block: a whole number from 0.` });
}

/** Reads a count that may be left out: then it is 0. */
export function parseCount(text: string | undefined, most = 0xffffff): number {
  const count = text === undefined ? 0 : parseId(text);
  if (count > most) {
    throw new LedgerError('BAD_ARGUMENT', { argument: `'${text}'`, problem: `it must be at most ${most}.` });
  }
  return count;
}

/** Reads an address; mixed case must have the right checksum. */
export function parseAddress(text: string, argument: string): string {
  if (isAddress(text)) return getAddress(text);
  throw new LedgerError('BAD_ARGUMENT', { argument, problem: `'${text}' is no address (0x and 40 hex digits).` });
}

/** Reads 32 bytes in hex. */
export function parseHash(text: string, argument: string): string {
  if (isHexString(text, 32)) return text;
  throw new LedgerError('BAD_ARGUMENT', { argument, problem: `'${text}' is no hash (0x and 64 hex digits).` });
}

/** Reads the place of an event in the chain: its block and log. */
export function parsePlace(text: string, argument: string): string {
  if (/^\d{1,15}\.\d{1,9}$/.test(text)) return text;
  throw new LedgerError('BAD_ARGUMENT', {
    argument,
    problem: `'${text}' is no place in the chain: a block and a log, like 120.3.`,
  });
}

/** Reads a comma-separated list of names out of a known list. */
export function parseNames<T extends string>(text: string, known: readonly T[], what: string): T[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name as T));
  if (unknown !== undefined) {
    throw new LedgerError('BAD_ARGUMENT', { argument: `${what} '${unknown}'`, problem: `know ${known.join(', ')}.` });
  }
  return names as T[];
}

/** Reads sources, each `VERSION` (own) or `VERSION@GRANT`, and sorts them as the contract wants. */
export function parseSources(texts: readonly string[]): SourceRef[] {
  return texts
    .map((text) => {
      const [version = '', grant] = text.split('@');
      return { versionId: parseId(version), grantId: grant === undefined ? 0 : parseId(grant) };
    })
    .sort((a, b) => a.versionId - b.versionId);
}

/** Reads originators, each `MEMBER` or `MEMBER:WEIGHT`. */
export function parseOriginators(texts: readonly string[]): Originator[] {
  return texts.map((text) => {
    const [member = '', weight = '1'] = text.split(':');
    return { memberId: parseId(member), weight: parseId(weight) };
  });
}

/** Gathers a repeatable option. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
