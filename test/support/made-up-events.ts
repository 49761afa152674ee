import { id } from 'ethers';
import { packEntry } from '../../sdk/entry.js';
import { NO_END } from '../../sdk/ids.js';
import type { LedgerEvent, LedgerEventName } from '../../server/chain/ledger-event.js';
import type { Random } from '../differential/random.js';

type Made = { type: LedgerEventName; args: Record<string, unknown> };

/** What has come into being. */
interface World {
  members: number;
  /** Their register numbers. */
  numbers: number[];
  /** Members whose register number another one has now. */
  voided: Set<number>;
  keys: { key: string; member: number; revoked: boolean }[];
  owners: number[];
  versions: { dataset: number; table: number; payees: number }[];
  terms: number;
  grants: { holder: number }[];
}

const address = (text: string) => id(text).slice(0, 42);

/**
 * Makes up what might happen to a ledger, much of it in one block: all that changes a member, key, dataset, version or grant. No demo has so much
 * of it. Each event fits those before; whether a contract would allow it does not matter here.
 *
 * @param random - Decides.
 * @returns The events of the next block.
 */
export function makeUpEvents(random: Random): (block: number) => LedgerEvent[] {
  const world: World = { members: 0, numbers: [], voided: new Set(), keys: [], owners: [], versions: [], terms: 0, grants: [] };
  let made = 0;
  return (block) => {
    const events = Array.from({ length: random.below(20) }, () => random.pick(ACTS)(world, random, ++made)).flat();
    return events.map((event, logIndex) => ({
      ...event,
      block,
      blockHash: id(`block ${block}`),
      blockTime: 1_000 + block,
      logIndex,
      txHash: id(`transaction ${block}`),
      contract: 'made up',
    })) as unknown as LedgerEvent[];
  };
}

type Act = (world: World, random: Random, made: number) => Made[];

/** Does something with one of those that are there. */
function withOne<T>(
  listOf: (world: World) => readonly T[],
  act: (one: T, id: number, random: Random, made: number) => Made[],
): Act {
  return (world, random, made) => {
    const list = listOf(world);
    if (list.length === 0) return [];
    const at = random.below(list.length);
    return act(list[at] as T, at + 1, random, made);
  };
}

const time = (random: Random) => BigInt(random.between(1, 1_000_000));
/** Of grants: often without end. */
const end = (random: Random) => (random.chance(0.4) ? BigInt(NO_END) : time(random));

function addKey(world: World, random: Random, memberId: number, made: number): Made {
  const key = address(`key ${made}`);
  world.keys.push({ key, member: memberId, revoked: false });
  return { type: 'KeyAdded', args: { memberId: BigInt(memberId), key, roles: BigInt(random.between(1, 31)) } };
}

const admit: Act = (world, random, made) => {
  if (world.members === 9) return [];
  // Now and then one is admitted anew, because its first admission was an error: under the same register number.
  const first = random.between(1, Math.max(1, world.members));
  const isAnew = world.members > 2 && !world.voided.has(first) && random.chance(0.4);
  const memberId = ++world.members;
  const number = isAnew ? world.numbers[first - 1] : memberId;
  world.numbers.push(number as number);
  if (isAnew) world.voided.add(first);
  const voiding: Made[] = isAnew
    ? [{ type: 'AdmissionVoided', args: { memberId: BigInt(first), identifierHash: id(`identifier ${number}`), reason: '' } }]
    : [];
  const args = {
    memberId: BigInt(memberId),
    identifierHash: id(`identifier ${number}`),
    notary: 1n,
    legalName: `Member ${memberId}`,
    scheme: 'LEI',
    identifier: String(number),
    credentialHash: id(`credential ${made}`),
    validUntil: time(random),
    payoutAccount: address(`account ${made}`),
    payoutMinimum: time(random),
    admittedAt: time(random),
  };
  return [...voiding, { type: 'MemberAdmitted', args }, addKey(world, random, memberId, made)];
};

const register: Act = (world, random, made) => {
  if (world.members === 0 || world.owners.length === 4) return [];
  const memberId = random.between(1, world.members);
  world.owners.push(memberId);
  const datasetId = world.owners.length;
  return [
    { type: 'DatasetRegistered', args: { datasetId: BigInt(datasetId), memberId: BigInt(memberId) } },
    ...publish(world, random, made, datasetId),
  ];
};

function publish(world: World, random: Random, made: number, dataset: number): Made[] {
  const versionId = world.versions.length + 1;
  const before = world.versions.findLast((one) => one.dataset === dataset);
  const inherits = before !== undefined && random.chance(0.4);
  const source = random.below(versionId);
  const payees = inherits ? before.payees : random.between(1, world.members);
  const table = inherits ? before.table : versionId;
  world.versions.push({ dataset, table, payees });
  const published: Made = {
    type: 'VersionPublished',
    args: {
      versionId: BigInt(versionId),
      datasetId: BigInt(dataset),
      tableId: BigInt(table),
      memberId: BigInt(world.owners[dataset - 1] as number),
      contentRoot: id(`root ${made}`),
      byteSize: time(random),
      format: 1n,
      metadataHash: id(`metadata ${made}`),
      metadataUri: '',
      publishedAt: time(random),
    },
  };
  if (inherits) return [published];
  const entries = Array.from({ length: payees }, (_, i) => packEntry({ kind: 'originator', id: i + 1, shareBps: i + 1 }));
  const royalty =
    source === 0
      ? []
      : [packEntry({ kind: 'royalty', id: (world.versions[source - 1] as { table: number }).table, shareBps: 9, onward: true })];
  (world.versions.at(-1) as { payees: number }).payees += royalty.length;
  const sources = source === 0 ? [] : [{ versionId: BigInt(source), grantId: 0n }];
  const declared = { tableId: BigInt(table), datasetId: BigInt(dataset), payees: [...entries, ...royalty], sources };
  return [published, { type: 'PayeeTableDeclared', args: declared }];
}

const issue: Act = (world, random) => {
  if (world.versions.length === 0 || world.grants.length === 12) return [];
  const versionId = BigInt(random.between(1, world.versions.length));
  const dataset = BigInt((world.versions[Number(versionId) - 1] as { dataset: number }).dataset);
  const [termsId, memberId] = [BigInt(++world.terms), BigInt(random.between(1, world.members))];
  world.grants.push({ holder: Number(memberId) });
  const terms = {
    termsId,
    datasetId: dataset,
    memberId,
    versionId,
    rights: 3n,
    royaltyBps: 9n,
    purposes: 5n,
    termsHash: id('terms'),
  };
  const grantId = BigInt(world.grants.length);
  const units = BigInt(random.below(9));
  const grant = {
    grantId,
    memberId,
    termsId,
    offerId: termsId,
    versionId,
    market: 1n,
    units,
    start: time(random),
    end: end(random),
  };
  return [
    { type: 'TermsWritten', args: terms },
    { type: 'GrantIssued', args: grant },
  ];
};

const ofGrant = (type: LedgerEventName, args: (random: Random) => object): Act =>
  withOne<World['grants'][number]>(
    ({ grants }) => grants,
    ({ holder }, grantId, random) => [{ type, args: { grantId: BigInt(grantId), memberId: BigInt(holder), ...args(random) } }],
  );
/** Something of a member; of one whose admission is void nothing comes any more. */
const ofMember =
  (type: LedgerEventName, args: (random: Random, made: number) => object): Act =>
  (world, random, made) => {
    const memberId = random.between(1, Math.max(1, world.members));
    if (memberId > world.members || world.voided.has(memberId)) return [];
    return [{ type, args: { memberId: BigInt(memberId), ...args(random, made) } }];
  };
const ofDataset = (type: LedgerEventName, args: (random: Random) => object): Act =>
  withOne<number>(
    ({ owners }) => owners,
    (_, datasetId, random) => [{ type, args: { datasetId: BigInt(datasetId), ...args(random) } }],
  );
const standing = ({ keys }: World) => keys.filter((one) => !one.revoked);

const ACTS: readonly Act[] = [
  admit,
  admit,
  register,
  register,
  issue,
  issue,
  (world, random, made) =>
    world.owners.length === 0 || world.versions.length > 15
      ? []
      : publish(world, random, made, random.between(1, world.owners.length)),
  // Keys.
  (world, random, made) => (world.members === 0 ? [] : [addKey(world, random, random.between(1, world.members), made)]),
  withOne(standing, ({ key, member }, _, random) => [
    { type: 'RolesChanged', args: { memberId: BigInt(member), key, roles: BigInt(random.between(1, 31)) } },
  ]),
  withOne(standing, (one) => {
    one.revoked = true;
    return [{ type: 'KeyRevoked', args: { memberId: BigInt(one.member), key: one.key, revokedAt: 1n } }];
  }),
  (world, random, made) => {
    if (world.members === 0) return [];
    const memberId = random.between(1, world.members);
    for (const one of world.keys) if (one.member === memberId) one.revoked = true;
    const added = addKey(world, random, memberId, made);
    return [{ type: 'KeysReplaced', args: { memberId: BigInt(memberId), key: added.args.key, since: 1n } }, added];
  },
  // Members.
  ofMember('MemberSuspended', () => ({ reason: '' })),
  ofMember('MemberReinstated', () => ({})),
  ofMember('MemberFrozen', (random) => ({ caseNumber: '', until: time(random) })),
  ofMember('MemberFreezeLifted', () => ({})),
  ofMember('AdmissionRenewed', (random, made) => ({
    credentialHash: id(`credential ${made}`),
    validUntil: time(random),
    notary: 1n,
  })),
  ofMember('PayoutChanged', (random, made) => ({ account: address(`account ${made}`), minimum: time(random) })),
  // Datasets and versions.
  ofDataset('DatasetFrozen', (random) => ({ caseNumber: '', until: time(random) })),
  ofDataset('DatasetFreezeLifted', () => ({})),
  withOne<number>(
    ({ owners }) => owners,
    (_, datasetId, random) =>
      random.chance(0.3) ? [{ type: 'DatasetRetired', args: { datasetId: BigInt(datasetId), memberId: 1n } }] : [],
  ),
  (world, random) => {
    if (world.owners.length === 0) return [];
    const at = random.below(world.owners.length);
    const [from, to] = [world.owners[at] as number, random.between(1, world.members)];
    world.owners[at] = to;
    return [{ type: 'DatasetTransferred', args: { datasetId: BigInt(at + 1), from: BigInt(from), to: BigInt(to) } }];
  },
  withOne<World['versions'][number]>(
    ({ versions }) => versions,
    ({ dataset }, versionId, random, made) =>
      random.chance(0.3)
        ? [
            {
              type: 'VersionWithdrawn',
              args: { versionId: BigInt(versionId), datasetId: BigInt(dataset), memberId: 1n, reason: `reason ${made}` },
            },
          ]
        : [],
  ),
  withOne<World['versions'][number]>(
    ({ versions }) => versions,
    ({ table }, _, random) => [
      { type: 'OriginAnswered', args: { tableId: BigInt(table), memberId: 1n, answer: BigInt(random.between(1, 2)), key: '' } },
    ],
  ),
  withOne<World['versions'][number]>(
    ({ versions }) => versions,
    (_, childId) => [
      { type: 'SourceClaimed', args: { childId: BigInt(childId), sourceId: 1n, memberId: 1n, evidenceHash: id('evidence') } },
    ],
  ),
  // Grants.
  ofGrant('GrantExtended', (random) => ({ end: end(random) })),
  ofGrant('GrantEnded', (random) => ({ units: BigInt(random.below(9)), end: time(random) })),
  ofGrant('GrantFrozen', (random) => ({ caseNumber: '', until: time(random), end: end(random) })),
  ofGrant('GrantFreezeLifted', (random) => ({ end: end(random) })),
  ofGrant('UnitsAdded', (random) => ({ units: 1n, total: BigInt(random.between(1, 99)) })),
  ofGrant('UnitsUsed', (random) => ({ units: 1n, total: BigInt(random.between(1, 99)) })),
  // Money.
  withOne<World['versions'][number]>(
    ({ versions }) => versions,
    ({ payees, table }, _, random) => {
      const amounts = Array.from({ length: Math.ceil(payees / 2) }, (_, word) => {
        const second = word * 2 + 1 < payees ? BigInt(random.below(1_000)) : 0n;
        return (second << 128n) | BigInt(random.below(1_000));
      });
      return [{ type: 'Distributed', args: { tableId: BigInt(table), salesSettled: 1n, royaltiesSettled: 1n, amounts } }];
    },
  ),
  ofMember('PaidOut', (random, made) => ({ account: address(`account ${made}`), amount: time(random) })),
  ofMember('PayoutFailed', (random, made) => ({ account: address(`account ${made}`), amount: time(random) })),
  ofMember('FeesPaid', (random, made) => ({ account: address(`account ${made}`), amount: time(random) })),
];
