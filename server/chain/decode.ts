import { CONTRACT_INTERFACES } from '../../sdk/contract-interfaces.js';
import { contractsOf, type Deployment } from '../../sdk/deployment.js';
import { LedgerError } from '../../sdk/errors.js';
import { createEventCodec, type EventCodec } from './event-codec.js';
import type { LedgerEvent } from './ledger-event.js';
import type { Header } from './node.js';
import type { RawLog } from './raw-log.js';

/** Turns a log into an event. */
export type Decode = (log: RawLog, header: Header) => LedgerEvent;

/**
 * Makes the function that turns logs of a deployment's contracts into events.
 *
 * @param deployment - Whose addresses count.
 * @returns A function that throws `EVENT_UNKNOWN` for a log that no interface describes: skipping one would falsify the books.
 */
export function createDecoder(deployment: Deployment): Decode {
  const contracts = new Map(
    (Object.entries(contractsOf(deployment)) as [keyof typeof CONTRACT_INTERFACES, string][]).map(([name, address]) => [
      address.toLowerCase(),
      { name, codecs: codecsOf(name) },
    ]),
  );
  return (log, header) => {
    const contract = contracts.get(log.address.toLowerCase());
    const codec = contract?.codecs.get(log.topics[0] ?? '');
    const args = codec === undefined ? undefined : readOrNothing(codec, log);
    if (contract === undefined || codec === undefined || args === undefined) {
      throw new LedgerError('EVENT_UNKNOWN', { block: header.number, address: log.address, topic: log.topics[0] ?? 'none' });
    }
    return {
      block: header.number,
      blockHash: header.hash,
      blockTime: header.time,
      logIndex: log.logIndex,
      txHash: log.transactionHash,
      contract: contract.name,
      type: codec.name,
      args,
    } as LedgerEvent;
  };
}

function codecsOf(contract: keyof typeof CONTRACT_INTERFACES): Map<string, EventCodec> {
  const codecs = new Map<string, EventCodec>();
  CONTRACT_INTERFACES[contract].forEachEvent((fragment) => {
    codecs.set(fragment.topicHash, createEventCodec(fragment));
  });
  return codecs;
}

/** A log whose topic fits but whose data does not is as unknown as one whose topic does not fit. */
function readOrNothing(codec: EventCodec, log: RawLog): Record<string, unknown> | undefined {
  try {
    return codec.read(log.topics, log.data);
  } catch {
    return undefined;
  }
}
