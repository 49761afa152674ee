import type { EventFragment, ParamType } from 'ethers';
import { CONTRACT_INTERFACES } from '../../sdk/contract-interfaces.js';
import type { ContractName, Deployment } from '../../sdk/deployment.js';
import type { Manifest } from './fill-chain.js';

/** How a field is kept: small numbers, large ones, hexadecimal, truth, text, and lists as JSON text. */
export type FieldType = 'int' | 'bigint' | 'hex' | 'boolean' | 'text' | 'list';

/** A field of an event. */
export interface Field {
  name: string;
  type: FieldType;
}

/** A kind of event that occurs in the chain; peers keep a table of each. */
export interface EventKind {
  /** Such as `AccessMarket.AccessPurchased`. */
  name: string;
  contract: ContractName;
  event: string;
  /** Such as `AccessPurchased`, or `AccessGrantsTransfer` where several contracts have it. */
  entity: string;
  fields: Field[];
  fragment: EventFragment;
}

/** Fits a 32-bit integer with a sign. */
const SMALL = /^u?int(8|16|24)$/;

/** The kinds of events that occur in a filled chain, in the order of their names. */
export function eventKinds(manifest: Manifest): EventKind[] {
  const names = Object.keys(manifest.totals.counts).sort();
  const shared = (event: string) => names.filter((name) => name.endsWith(`.${event}`)).length > 1;
  return names.map((name) => {
    const [contract, event] = name.split('.') as [ContractName, string];
    const fragment = CONTRACT_INTERFACES[contract].getEvent(event) as EventFragment;
    const fields = fragment.inputs.map((input) => ({ name: input.name, type: typeOf(input) }));
    return { name, contract, event, entity: shared(event) ? `${contract}${event}` : event, fields, fragment };
  });
}

/** What peers are told of the chain: plain data that their own programs read. */
export function describeKinds(kinds: readonly EventKind[], deployment: Deployment) {
  return {
    startBlock: deployment.startBlock,
    contracts: Object.fromEntries(
      [...new Set(kinds.map(({ contract }) => contract))].map((contract) => {
        const own = kinds.filter((kind) => kind.contract === contract);
        const abi = own.map(({ fragment }) => JSON.parse(fragment.format('json')));
        return [contract, { address: deployment.contracts[contract].toLowerCase(), abi }];
      }),
    ),
    kinds: kinds.map(({ contract, entity, event, fields, fragment }) => ({
      contract,
      event,
      entity,
      fields,
      topic: fragment.topicHash,
      signature: fragment.format('sighash'),
    })),
  };
}

function typeOf({ baseType, type }: ParamType): FieldType {
  if (baseType === 'array' || baseType === 'tuple') return 'list';
  if (type === 'bool') return 'boolean';
  if (type === 'string') return 'text';
  if (type === 'address' || type.startsWith('bytes')) return 'hex';
  return SMALL.test(type) ? 'int' : 'bigint';
}
