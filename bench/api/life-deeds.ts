import { packEntry } from '../../sdk/entry.js';
import { encodeMetadata } from '../../sdk/metadata.js';
import type { Dice } from './dice.js';

/** Events without their place. */
export type Deed = { contract: string; type: string; args: Record<string, unknown> };

/** What is known of a payee table. */
export interface Table {
  originators: number[];
  /** Tables that get a royalty. */
  royalties: number[];
}

const FOREVER = 2n ** 40n - 1n;
/** What each source of a version asks for. */
export const ROYALTY_BPS = 300;

const MAKERS = ['Aoki', 'Brandt', 'Castell', 'Daehan', 'Eriksen', 'Fujita', 'Gerlach', 'Hanseong', 'Ito', 'Jansen'];
const TRADES = [
  'Castings',
  'Precision',
  'Machinery',
  'Electronics',
  'Textiles',
  'Chemicals',
  'Bearings',
  'Optics',
  'Robotics',
  'Steel',
];
const SUBJECTS = [
  'spindle vibration',
  'weld current',
  'melt temperature',
  'press force',
  'coating thickness',
  'energy use',
  'tool wear',
  'leak rate',
];
const SUBJECTS_KO = ['스핀들 진동', '용접 전류', '용탕 온도', '프레스 하중', '도막 두께', '전력 사용량', '공구 마모', '누설률'];

/** A member's only key, which is its account too; that of nobody for 0. */
export function addressOf(member: number): string {
  return `0x${(0xa11ce00000 + member).toString(16).padStart(40, '0')}`;
}

/** A member comes in with its key. */
export function admit(member: number, now: number, { hash }: Dice): Deed[] {
  const [maker, trade] = [MAKERS[member % 10] as string, TRADES[Math.floor(member / 10) % 10] as string];
  const args = {
    memberId: BigInt(member),
    identifierHash: hash(),
    notary: '1',
    legalName: `${maker} ${trade} ${member}`,
    scheme: 'LEI',
    identifier: `5299${String(member).padStart(14, '0')}00`,
    credentialHash: hash(),
    validUntil: FOREVER,
    payoutAccount: addressOf(member),
    payoutMinimum: 0n,
    admittedAt: BigInt(now),
  };
  return [
    { contract: 'MemberRegistry', type: 'MemberAdmitted', args },
    {
      contract: 'MemberRegistry',
      type: 'KeyAdded',
      args: { memberId: args.memberId, key: addressOf(member), roles: 31n, boundAt: BigInt(now) },
    },
  ];
}

/** What a version is of. */
interface Said {
  dataset: number;
  member: number;
  version: number;
  table: number;
}

/** A version is published, with a title in one language or two. */
export function publish({ dataset, member, table, version }: Said, now: number, { below, hash, random }: Dice): Deed {
  const subject = below(SUBJECTS.length);
  const line = 1 + below(400);
  const en = `${SUBJECTS[subject]}, line ${line}, lot ${dataset}`;
  const title = random() < 0.5 ? en : { en, ko: `${SUBJECTS_KO[subject]} ${line}호 라인 ${dataset}` };
  const { hash: metadataHash, uri } = encodeMetadata({ title });
  return {
    contract: 'DatasetRegistry',
    type: 'VersionPublished',
    args: {
      versionId: BigInt(version),
      datasetId: BigInt(dataset),
      tableId: BigInt(table),
      memberId: BigInt(member),
      contentRoot: hash(),
      byteSize: BigInt(1_000 + below(2 ** 31)),
      format: 1n,
      metadataHash,
      metadataUri: uri,
      publishedAt: BigInt(now),
    },
  };
}

/** A payee table is declared. */
export function declare(
  dataset: number,
  table: number,
  { originators, royalties: fed }: Table,
  sources: { version: number; grant: number }[],
): Deed {
  const left = 10_000 - ROYALTY_BPS * fed.length;
  const share = Math.floor(left / originators.length);
  const payees = [
    ...originators.map((id, i) =>
      packEntry({ kind: 'originator', id, shareBps: i === 0 ? left - share * (originators.length - 1) : share }),
    ),
    ...fed.map((id) => packEntry({ kind: 'royalty', id, shareBps: ROYALTY_BPS, onward: true })),
  ];
  return {
    contract: 'DatasetRegistry',
    type: 'PayeeTableDeclared',
    args: {
      tableId: BigInt(table),
      datasetId: BigInt(dataset),
      payees,
      sources: sources.map(({ grant, version }) => ({ versionId: BigInt(version), grantId: BigInt(grant) })),
    },
  };
}
