import type { Interface, LogDescription } from 'ethers';
import { CONTRACT_INTERFACES } from '../contract-interfaces.js';
import { type Payee, unpackAmounts, unpackEntry } from '../entry.js';
import { formatAmount } from '../units.js';
import type { Trust } from './trust.js';
import type { ProvenEvent } from './verify.js';

/** Characters that move a cursor, break a line or turn it around. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What a proven event says. */
export interface Statement {
  /** By its name in the trusted list; absent: a contract that is not the ledger's. */
  contract?: string;
  type?: string;
  /** By parameter; numbers as decimal text. */
  args: Record<string, unknown>;
  sentence: string;
}

/** Values by parameter, as ethers decodes them: an event that has the name has these. */
// biome-ignore lint/suspicious/noExplicitAny: each sentence knows the parameters of its event.
type Args = any;

/**
 * Says proven events in sentences. Names, and what payees got, follow from events that are in the bundle too: nothing is said that is not proven.
 *
 * @param events - As they were proven, in their order.
 * @param trust - Which contracts are the ledger's, and its unit of money.
 */
export function sayEvents(events: readonly ProvenEvent[], trust: Trust): Statement[] {
  const parsed = events.map((event) => ({ event, ...parse(event, trust) }));
  const of = (type: string) => parsed.flatMap((one) => (one.log?.name === type ? [one.log.args.toObject()] : []));
  const names = new Map(of('MemberAdmitted').map((args) => [Number(args.memberId), quoted(args.legalName)]));
  const tables = new Map(
    of('PayeeTableDeclared').map((args) => [Number(args.tableId), (args.payees as bigint[]).map(unpackEntry)]),
  );
  const member = (id: bigint | number) => {
    const name = names.get(Number(id));
    return name === undefined ? `member ${id}` : `${name} (member ${id})`;
  };
  const money = (amount: bigint) => formatAmount(amount, trust.token);
  return parsed.map(({ contract, event, log }) => {
    const when = new Date(event.time * 1000).toISOString().replace(/\.000Z$/, 'Z');
    const where = `at ${when}, in block ${event.block}`;
    if (contract === undefined) {
      return { args: {}, sentence: `a contract at ${event.address} that is not the ledger's emitted an event, ${where}` };
    }
    if (log === null)
      return { contract, args: {}, sentence: `${contract} emitted an event that this version does not know, ${where}` };
    const args: Args = log.args.toObject();
    const said = SENTENCES[log.name]?.(args, { member, money, payees: (id) => tables.get(Number(id)) });
    const sentence = said ?? `${contract} said ${log.name} (${parameters(log)})`;
    return { contract, type: log.name, args: plain(args) as Statement['args'], sentence: `${sentence}, ${where}` };
  });
}

interface Words {
  member(id: bigint | number): string;
  money(amount: bigint): string;
  payees(tableId: bigint): Payee[] | undefined;
}

/** What matters most of all, in words; `undefined`: as all others. */
const SENTENCES: Record<string, (args: Args, words: Words) => string | undefined> = {
  PaidOut: (args, { member, money }) => `${member(args.memberId)} was paid ${money(args.amount)} to ${args.account}`,
  FeesPaid: (args, { member, money }) =>
    `${member(args.memberId)}, the consortium, was paid its fees of ${money(args.amount)} to ${args.account}`,
  PayoutFailed: (args, { member, money }) =>
    `the token refused to pay ${money(args.amount)} to ${args.account} of ${member(args.memberId)}, whose credit stays`,
  AccessPurchased: (args, { member, money }) =>
    `${member(args.memberId)} bought access to version ${args.versionId} (grant ${args.grantId}, offer ${args.offerId}) for ${money(args.amount)}, for the payees of table ${args.tableId}, less the fee`,
  AccessRenewed: (args, { member, money }) =>
    `${member(args.memberId)} renewed grant ${args.grantId} to version ${args.versionId} (offer ${args.offerId}) for ${money(args.amount)}, for the payees of table ${args.tableId}, less the fee`,
  AccessRefunded: (args, { member, money }) =>
    `${member(args.sellerId)} paid ${money(args.amount)} back to ${member(args.memberId)} for grant ${args.grantId}`,
  RevenueCollected: (args, { member, money }) =>
    `${member(args.memberId)} paid ${money(args.amount)} for grant ${args.grantId}, ${money(args.fee)} of it as fee and the rest for table ${args.tableId}`,
  Distributed: sayDistributed,
  PayeeTableDeclared: (args, { member, payees }) => {
    const parts = (payees(args.tableId) ?? []).map((one) => `${one.shareBps / 100} % to ${nameOf(one, member)}`);
    return `what table ${args.tableId} of dataset ${args.datasetId} earns goes ${parts.join(', ')}`;
  },
  MemberAdmitted: (args) =>
    `${quoted(args.legalName)} (${args.scheme} ${args.identifier}) was admitted as member ${args.memberId}`,
  DatasetRegistered: (args, { member }) => `${member(args.memberId)} registered dataset ${args.datasetId}`,
  VersionPublished: (args, { member }) =>
    `${member(args.memberId)} published version ${args.versionId} of dataset ${args.datasetId}, whose content root is ${args.contentRoot}`,
};

function sayDistributed(args: Args, { member, money, payees }: Words): string {
  const table = payees(args.tableId);
  const words = args.amounts as unknown as bigint[];
  const amounts = unpackAmounts(words, table?.length ?? words.length * 2);
  const lines = amounts.flatMap((amount, i) => {
    if (amount === 0n) return [];
    const payee = table?.[i];
    if (payee === undefined) return [`${money(amount)} to its payee ${i + 1}`];
    return [`${money(amount)} to ${nameOf(payee, member)}`];
  });
  return `table ${args.tableId} passed on ${lines.length === 0 ? 'nothing' : lines.join(', ')}`;
}

function nameOf({ id, kind }: Payee, member: Words['member']): string {
  return kind === 'originator' ? member(id) : `the originators of table ${id}`;
}

/** A name as its owner has written it, in a form that can't be taken for something else: in quotes, without what moves a cursor or turns a line around. */
function quoted(text: unknown): string {
  return JSON.stringify(String(text).replace(UNSEEN, '\uFFFD'));
}

function parse(event: ProvenEvent, trust: Trust): { contract?: string; log: LogDescription | null } {
  const contract = Object.entries(trust.contracts).find(([, address]) => address.toLowerCase() === event.address)?.[0];
  if (contract === undefined) return { log: null };
  const described = (CONTRACT_INTERFACES as Record<string, Interface | undefined>)[contract];
  try {
    return { contract, log: described?.parseLog(event) ?? null };
  } catch {
    return { contract, log: null };
  }
}

function parameters({ args, fragment }: LogDescription): string {
  return fragment.inputs.map(({ name }, i) => `${name} ${JSON.stringify(plain(args[i])).replace(UNSEEN, '\uFFFD')}`).join(', ');
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
