import { AbiCoder, type Interface, type LogDescription, toUtf8String, Utf8ErrorFuncs } from 'ethers';
import { CONTRACT_INTERFACES } from '../../sdk/contract-interfaces.js';
import { contractsOf, type Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import type { LedgerEvent } from './ledger-event.js';
import type { Header, RawLog } from './node.js';

/**
 * Makes the function that turns logs of a deployment's contracts into events.
 *
 * @param deployment - Whose addresses count.
 * @returns A function that throws `EVENT_UNKNOWN` for a log that no interface describes: skipping one would falsify the books.
 */
export function createDecoder(deployment: Deployment): (log: RawLog, header: Header) => LedgerEvent {
  const names = new Map(
    (Object.entries(contractsOf(deployment)) as [keyof typeof CONTRACT_INTERFACES, string][]).map(([name, address]) => [
      address.toLowerCase(),
      name,
    ]),
  );
  return (log, header) => {
    const contract = names.get(log.address.toLowerCase());
    const parsed = contract === undefined ? null : parse(CONTRACT_INTERFACES[contract], log);
    if (contract === undefined || parsed === null) {
      throw new LedgerError('EVENT_UNKNOWN', { block: header.number, address: log.address, topic: log.topics[0] ?? 'none' });
    }
    return {
      block: header.number,
      blockHash: header.hash,
      blockTime: header.time,
      logIndex: Number(log.logIndex),
      txHash: log.transactionHash,
      contract,
      type: parsed.name,
      args: argsOf(parsed, log),
    } as LedgerEvent;
  };
}

/**
 * The values of an event. Text on a chain is any bytes, but a store holds neither broken UTF-8 nor NUL, and one publisher's bytes must not
 * stop everybody's index: what is no text becomes U+FFFD. ABI encodes `string` and `bytes` alike.
 */
function argsOf({ args, fragment }: LogDescription, log: RawLog): Record<string, unknown> {
  const inData = fragment.inputs.filter((input) => !input.indexed);
  const types = inData.map((input) => (input.type === 'string' ? 'bytes' : input));
  const data = AbiCoder.defaultAbiCoder().decode(types, log.data);
  const entries = fragment.inputs.map((input, i) => {
    const text = !input.indexed && input.type === 'string';
    return [input.name, text ? toText(data[inData.indexOf(input)]) : args[i]];
  });
  return Object.fromEntries(entries);
}

function toText(bytes: string): string {
  return toUtf8String(bytes, Utf8ErrorFuncs.replace).replaceAll('\0', '\uFFFD');
}

/** A log whose topic fits but whose data does not is as unknown as one whose topic does not fit. */
function parse(contract: Interface, log: RawLog) {
  try {
    return contract.parseLog(log);
  } catch {
    return null;
  }
}
