import { z } from 'zod';
import { ORIGINS } from '../ids.js';
import { list, one } from './endpoint.js';
import {
  amount,
  flag,
  hash,
  id,
  idList,
  idPage,
  idText,
  LARGEST_ID,
  member,
  past,
  place,
  placePage,
  time,
  wholeNumber,
} from './values.js';

const TAG = 'datasets';

const title = z
  .string()
  .nullable()
  .meta({ description: "From the publisher's metadata, in English where there is that; null: none that the chain holds" });
const titles = z
  .record(z.string(), z.string())
  .nullable()
  .meta({ description: 'The same by language (RFC 5646); `und` when none is named' });
const metadata = z.record(z.string(), z.unknown()).nullable().meta({
  description: "The publisher's metadata, when the chain holds them and they are what their hash says; see docs/metadata.md",
});

const version = z.object({
  id,
  datasetId: id,
  tableId: id.meta({ description: 'The version that introduced its payee table' }),
  publisher: member,
  contentRoot: hash,
  byteSize: amount,
  format: z.int().meta({ description: 'How the root was made; see docs/content-root.md' }),
  title,
  titles,
  metadataHash: hash,
  publishedAt: time,
  withdrawn: z.string().nullable().meta({ description: "The owner's reason; null: not withdrawn" }),
});

const payee = z
  .object({
    kind: z.enum(['originator', 'royalty']),
    id: id.meta({ description: 'A member, or the table that a royalty goes to' }),
    shareBps: z.int().meta({ description: 'Basis points of the sales' }),
    member: member.meta({ description: 'The originator, or the owner of the dataset that is reached' }),
    datasetId: id.optional().meta({ description: 'Of a royalty: the dataset that it reaches' }),
    onward: z.boolean().optional().meta({ description: 'Of a royalty: others may derive too' }),
    origin: z.enum(ORIGINS).optional().meta({ description: 'Of an originator: what it says of its place' }),
  })
  .meta({ id: 'Payee' });

const withdrawnSource = z.object({ versionId: id, datasetId: id, reason: z.string() });

const dataset = z.object({
  id,
  owner: member,
  currentVersionId: id,
  retired: z.boolean(),
  frozenUntil: time.nullable().meta({ description: 'Exclusive; null: never frozen' }),
});

export const datasets = list({
  path: '/datasets',
  tag: TAG,
  summary: 'Datasets by id, each with its current version',
  input: z.strictObject({
    owner: idText.optional(),
    ids: idList.optional().meta({ description: 'Only these' }),
    ...past,
    ...idPage,
  }),
  answer: dataset.extend({ title, titles, contentRoot: hash, byteSize: amount, publishedAt: time }),
});

export const datasetOf = one({
  path: '/datasets/:id',
  tag: TAG,
  summary: 'One dataset with its current version, its payees, and withdrawn versions that it comes from',
  input: z.strictObject({ id: idText, ...past }),
  answer: dataset.extend({
    versions: z.int().meta({ description: 'How many' }),
    current: version,
    metadata,
    payees: z.array(payee),
    withdrawnSources: z.array(withdrawnSource),
  }),
});

export const owners = list({
  path: '/datasets/:id/owners',
  tag: TAG,
  summary: 'Who has owned a dataset, from when on',
  input: z.strictObject({ id: idText, ...past, ...placePage }),
  answer: z.object({ owner: member, ...place }),
});

export const revenue = list({
  path: '/datasets/:id/revenue',
  tag: TAG,
  summary: "A dataset's revenue by payee table: what came in, what went on, what floors left",
  input: z.strictObject({ id: idText, ...idPage }),
  answer: z.object({
    tableId: id,
    sales: z.object({ accrued: amount, settled: amount }),
    royalties: z.object({ accrued: amount, settled: amount }),
    given: amount.meta({ description: 'What distributions gave to payees' }),
    left: amount.meta({ description: 'What floors left in the table, for ever' }),
  }),
});

export const versions = list({
  path: '/versions',
  tag: TAG,
  summary: 'Versions by id, of one dataset or of all',
  input: z.strictObject({ dataset: idText.optional(), ...past, ...idPage }),
  answer: version,
});

export const versionOf = one({
  path: '/versions/:id',
  tag: TAG,
  summary: 'One version with its payees and the withdrawn versions that it comes from',
  input: z.strictObject({ id: idText, ...past }),
  answer: version.extend({
    payees: z.array(payee),
    withdrawnSources: z.array(withdrawnSource),
    metadataUri: z.string(),
    metadata,
    claims: z.int().meta({ description: 'How many say that it hides a source' }),
  }),
});

export const claims = list({
  path: '/versions/:id/claims',
  tag: TAG,
  summary: 'What owners of sources say that a version hides',
  input: z.strictObject({ id: idText, ...placePage }),
  answer: z.object({ sourceId: id, claimant: member, evidenceHash: hash, ...place }),
});

const described = z.object({
  id,
  datasetId: id,
  title,
  titles,
  withdrawn: z.string().nullable(),
  owner: member,
});

export const lineage = list({
  path: '/versions/:id/lineage',
  tag: TAG,
  summary: 'What a version was made from, or what was made from it, level by level',
  input: z.strictObject({
    id: idText,
    direction: z.enum(['sources', 'derivatives']).default('sources'),
    depth: wholeNumber(1, LARGEST_ID).default(1).meta({ description: 'Levels' }),
    whole: flag.default(false).meta({ description: 'Whether to begin with every version of its dataset' }),
    after: z
      .string()
      .regex(/^([1-9]\d{0,9})\.([1-9]\d{0,9})\.([1-9]\d{0,9})$/, 'not the `next` of a page')
      .optional()
      .meta({ description: '`next` of the page before' }),
    limit: wholeNumber(1, 1000).default(100).meta({ description: 'Most edges' }),
  }),
  answer: z.object({
    depth: z.int().min(1),
    version: described,
    source: described,
    grantId: id.nullable().meta({ description: 'The derive grant; null when the source was its own' }),
  }),
});

export const derivable = one({
  path: '/versions/:id/derivable',
  tag: TAG,
  summary: 'What who derives from a version would owe already, the room left, and who has not let others derive',
  input: z.strictObject({
    id: idText,
    member: idText.optional().meta({ description: 'Who would derive: its own datasets never stand in its way' }),
  }),
  answer: z.object({
    versionId: id,
    datasetId: id,
    owedBps: z.int().meta({ description: 'Royalties that its table carries, in basis points' }),
    roomBps: z.int().meta({ description: 'The most that the terms of a derive grant may ask beside them' }),
    roomEntries: z.int().meta({ description: 'Royalties that a new table can take beside them, one originator in it' }),
    royalties: z.array(payee),
    missingOnward: z
      .array(z.object({ datasetId: id, owner: member }))
      .meta({ description: 'While one is here, no grant to derive from the version can be bought' }),
    possible: z.boolean(),
  }),
});
