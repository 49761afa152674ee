import { optionalId, parseHash } from './arguments.js';

/** Options that say which events. */
export type EventOptions = Partial<Record<'type' | 'contract' | 'member' | 'dataset' | 'tx', string>>;

/** The same as a command shows them. */
export const EVENT_FILTER = {
  '--type <name>': 'the name of an event, like AccessPurchased',
  '--contract <name>': 'the name of a contract, like AccessMarket',
  '--member <id>': 'that name a member',
  '--dataset <id>': 'about a dataset, its versions, terms, offers or grants',
  '--tx <hash>': 'of one transaction',
};

/**
 * Parameters of the API.
 *
 * @throws `BAD_ARGUMENT`.
 */
export function eventFilterOf({ contract, dataset, member, tx, type }: EventOptions) {
  return {
    type,
    contract,
    member: optionalId(member),
    dataset: optionalId(dataset),
    tx: tx === undefined ? undefined : parseHash(tx, '--tx'),
  };
}

/** Longer values are cut in a line; `--json` has them whole. */
const LONGEST_VALUE = 68;

/** An event's values in a line. */
export function argsText(args: Record<string, unknown>): string {
  return Object.entries(args)
    .map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const)
    .map(([name, text]) => `${name} ${text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text}`)
    .join(', ');
}
