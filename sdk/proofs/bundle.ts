import { z } from 'zod';

const hex = z.string().regex(/^0x([0-9a-f]{2})*$/);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);

const log = z.strictObject({
  /** Place in the receipt. */
  index: z.number().int().min(0),
  address: z.string().regex(/^0x[0-9a-f]{40}$/),
  topics: z.array(hash).max(4),
  data: hex,
});

/** What happened in one transaction: events, the receipt that holds them, the header that commits to it, and the seal on that. */
const fact = z.strictObject({
  /** The header, encoded. */
  header: hex,
  /** The validators' signature; QBFT has it in the header. */
  seal: hex.optional(),
  /** From which block on the validators hold who have sealed it: a set of the trusted list. */
  sealedBySetFrom: z.number().int().min(0),
  transactionIndex: z.number().int().min(0),
  /** Nodes of the trie of receipts, from its root to the receipt. */
  nodes: z.array(hex).min(1),
  logs: z.array(log).min(1),
});

/** Something about the ledger that can be checked without it. */
export const bundleSchema = z.strictObject({
  format: z.literal('genba-proof/1'),
  chainId: z.number().int().positive(),
  facts: z.array(fact).min(1),
});

/** See {@link bundleSchema}. */
export type Bundle = z.infer<typeof bundleSchema>;
/** One transaction's part of a bundle. */
export type Fact = Bundle['facts'][number];
