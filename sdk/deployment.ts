import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getAddress } from 'ethers';
import { z } from 'zod';
import { LedgerError } from './errors.js';

const address = z.string().transform((text) => getAddress(text));

/** One consortium's contracts on one chain: `network/deployments/<name>.json`. */
export const deploymentSchema = z.strictObject({
  name: z.string(),
  chainId: z.number().int().positive(),
  /** Where members reach a node. */
  rpcUrl: z.url(),
  /** Further nodes of the same chain, for when that one is away. */
  moreRpcUrls: z.array(z.url()).optional(),
  /** Where nodes tell of new blocks (WebSocket, `newHeads`). */
  headsUrls: z.array(z.url({ protocol: /^wss?$/ })).optional(),
  /** Where nodes say whether they are well (status 200). */
  healthUrls: z.array(z.url({ protocol: /^https?$/ })).optional(),
  /** Hash of the first block: a node with another one is of another chain. */
  genesisHash: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/)
    .optional(),
  /** When a block is final: at once, or by the node's `finalized`; absent: at once. */
  finality: z.enum(['immediate', 'finalized']).optional(),
  /** Wei per gas that senders offer; absent: what the node suggests. */
  gasPrice: z.string().regex(/^\d+$/).optional(),
  /** The first block that can hold one of our logs. */
  startBlock: z.number().int().nonnegative(),
  token: z.strictObject({ symbol: z.string(), decimals: z.number().int().min(0).max(18) }),
  contracts: z.strictObject({
    AccessManager: address,
    MemberRegistry: address,
    DatasetRegistry: address,
    AccessGrants: address,
    RevenueLedger: address,
    AccessMarket: address,
    SettlementToken: address,
  }),
  /** Keeps the chain's own list of senders in step with the members' keys; absent where the chain has none. */
  senderGate: address.optional(),
});

/** See {@link deploymentSchema}. */
export type Deployment = z.infer<typeof deploymentSchema>;
/** Names of the contracts that every deployment has. */
export type ContractName = keyof Deployment['contracts'];

/** All contracts of a deployment by name: whose logs count. */
export function contractsOf({ contracts, senderGate }: Pick<Deployment, 'contracts' | 'senderGate'>): Record<string, string> {
  return senderGate === undefined ? contracts : { ...contracts, SenderGate: senderGate };
}

/**
 * Reads a deployment file.
 *
 * @param folder - Where deployment files are.
 * @param network - The deployment's name.
 * @throws `DEPLOYMENT_UNKNOWN` when there is none, `BAD_CONFIG` when it does not hold what it must.
 */
export function readDeployment(folder: string, network: string): Deployment {
  const file = path.join(folder, `${network}.json`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new LedgerError('DEPLOYMENT_UNKNOWN', { network, file });
  }
  try {
    return deploymentSchema.parse(JSON.parse(text));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new LedgerError('BAD_CONFIG', { setting: file, problem });
  }
}
