import {
  type ContractRunner,
  FetchRequest,
  JsonRpcProvider,
  Network,
  type TransactionReceipt,
  type TransactionRequest,
  type TransactionResponse,
} from 'ethers';
import { factories } from '../types/index.js';
import { explainRevert } from './contract-errors.js';
import type { Deployment } from './deployment.js';
import { LedgerError } from './errors.js';

const { contracts } = factories;

/** A node that has not answered by then counts as away; ethers would wait five minutes. */
const LONGEST_ANSWER_MS = 30_000;

/** Gas of three slots that are empty by the time a transaction is mined. */
const SLOTS_GAS = 3n * 17_100n;

/**
 * A provider that asks for more gas than an estimate says. What a transaction costs changes until it is mined: when somebody else's payout has
 * emptied a balance meanwhile, filling it again costs 17,100 more, and an exact limit would be too low. Gas that is not used is not paid.
 */
export class LedgerProvider extends JsonRpcProvider {
  override async estimateGas(transaction: TransactionRequest): Promise<bigint> {
    return ((await super.estimateGas(transaction)) * 3n) / 2n + SLOTS_GAS;
  }
}

/** A node as others may see it: its path and user often are a secret that somebody pays for. */
export function nameOfNode(rpcUrl: string): string {
  return new URL(rpcUrl).origin;
}

/**
 * Opens a node without asking it anything yet.
 *
 * @param deployment - Whose node and chain id are used.
 * @param rpcUrl - Another node of the same chain.
 */
export function openProvider(deployment: Pick<Deployment, 'chainId' | 'rpcUrl'>, rpcUrl = deployment.rpcUrl): JsonRpcProvider {
  const network = Network.from(deployment.chainId);
  // Without cache and batching: a ledger is asked for the latest, and an answer is not held up by its neighbours.
  const request = new FetchRequest(rpcUrl);
  request.timeout = LONGEST_ANSWER_MS;
  return new LedgerProvider(request, network, {
    staticNetwork: network,
    cacheTimeout: -1,
    batchMaxCount: 1,
    pollingInterval: 100,
  });
}

/**
 * Checks that a node is there and on the deployment's chain.
 *
 * @throws `CHAIN_UNREACHABLE`, `CHAIN_OTHER`, `GENESIS_OTHER`, `DEPLOYMENT_STALE`.
 */
export async function requireChain(provider: JsonRpcProvider, deployment: Deployment, rpcUrl = deployment.rpcUrl): Promise<void> {
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    try {
      return await question();
    } catch {
      throw new LedgerError('CHAIN_UNREACHABLE', { rpcUrl });
    }
  };
  const actual = Number(await ask(() => provider.send('eth_chainId', [])));
  if (actual !== deployment.chainId) throw new LedgerError('CHAIN_OTHER', { expected: deployment.chainId, actual });
  const { genesisHash } = deployment;
  if (genesisHash !== undefined) {
    const genesis: { hash: string } | null = await ask(() => provider.send('eth_getBlockByNumber', ['0x0', false]));
    const found = genesis?.hash ?? 'none';
    if (found !== genesisHash) throw new LedgerError('GENESIS_OTHER', { rpcUrl, expected: genesisHash, actual: found });
  }
  const { MemberRegistry } = deployment.contracts;
  if ((await ask(() => provider.getCode(MemberRegistry))) === '0x') {
    throw new LedgerError('DEPLOYMENT_STALE', { rpcUrl, contract: 'MemberRegistry', address: MemberRegistry });
  }
}

/** The typed contracts of a deployment. */
export type Ledger = ReturnType<typeof connectLedger>;

/**
 * Binds a deployment's contracts to a provider (reads) or a signer (reads and acts).
 *
 * @param deployment - Which contracts.
 * @param runner - Who asks.
 */
export function connectLedger(deployment: Pick<Deployment, 'contracts'>, runner: ContractRunner) {
  const at = deployment.contracts;
  return {
    members: contracts.MemberRegistry__factory.connect(at.MemberRegistry, runner),
    datasets: contracts.DatasetRegistry__factory.connect(at.DatasetRegistry, runner),
    grants: contracts.AccessGrants__factory.connect(at.AccessGrants, runner),
    market: contracts.AccessMarket__factory.connect(at.AccessMarket, runner),
    revenue: contracts.RevenueLedger__factory.connect(at.RevenueLedger, runner),
    token: contracts.SettlementToken__factory.connect(at.SettlementToken, runner),
  };
}

/** What senders offer for gas on a deployment. */
export function gasOverrides(deployment: Pick<Deployment, 'gasPrice'>): { gasPrice?: bigint } {
  return deployment.gasPrice === undefined ? {} : { gasPrice: BigInt(deployment.gasPrice) };
}

/** A mined transaction. */
export interface Mined {
  hash: string;
  block: number;
  gasUsed: bigint;
  /** Events of our contracts by name, values by parameter name; the last one of a name wins. */
  events: Record<string, Record<string, unknown>>;
}

/** How often a receipt is asked for, and for how long, in milliseconds. */
const LOOK_EVERY_MS = 100;
const LONGEST_MINING_MS = 120_000;
/** Who waits so long for a block is told. */
const LONG_MINING_MS = 5_000;

let tellWaiting: (hash: string) => void = () => {};

/**
 * Has somebody told of a transaction that is sent and waits for its block.
 *
 * @param tell - Told once of each, after some seconds.
 */
export function onWaiting(tell: (hash: string) => void): void {
  tellWaiting = tell;
}

/**
 * Waits for a transaction to be mined, by asking for its receipt. ethers looks again with the next block only, and where blocks come only when
 * there is something in them, the next one may never come.
 *
 * @param response - What was sent.
 * @throws `NOT_MINED` after two minutes.
 */
export async function receiptOf({ hash, provider }: Pick<TransactionResponse, 'hash' | 'provider'>): Promise<TransactionReceipt> {
  let problem = 'no block holds it';
  let told = false;
  for (const since = Date.now(); ; ) {
    if (!told && Date.now() - since > LONG_MINING_MS) {
      told = true;
      tellWaiting(hash);
    }
    try {
      const receipt = await provider.getTransactionReceipt(hash);
      if (receipt !== null) return receipt;
    } catch (error) {
      // It is sent: a node that does not answer for a moment must not make it look as if it were not.
      problem = (error as Error).message;
    }
    if (Date.now() - since > LONGEST_MINING_MS) {
      throw new LedgerError('NOT_MINED', { hash, seconds: LONGEST_MINING_MS / 1000, problem });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/**
 * Sends a transaction and waits until it is mined.
 *
 * @param sending - The promise of what was sent.
 * @throws The contract's own error as {@link LedgerError}, `CHAIN_REFUSED`, or `NOT_MINED`.
 */
export async function mine(sending: Promise<TransactionResponse>): Promise<Mined> {
  try {
    const response = await sending;
    const receipt = await receiptOf(response);
    if (receipt.status === 0) {
      const why = receipt.gasUsed === response.gasLimit ? 'ran out of gas' : 'was reverted';
      throw new LedgerError('CHAIN_REFUSED', { problem: `transaction ${receipt.hash} ${why}` });
    }
    const events: Mined['events'] = {};
    for (const log of receipt.logs) {
      for (const contract of INTERFACES) {
        const parsed = contract.parseLog(log);
        if (parsed === null) continue;
        events[parsed.name] = parsed.args.toObject();
        break;
      }
    }
    return { hash: receipt.hash, block: receipt.blockNumber, gasUsed: receipt.gasUsed, events };
  } catch (error) {
    throw explainRevert(error);
  }
}

/** Our own events only: what the standards ask for beside them says the same again. */
const INTERFACES = [
  contracts.interfaces.IMemberRegistry__factory,
  contracts.interfaces.IDatasetRegistry__factory,
  contracts.interfaces.IAccessGrants__factory,
  contracts.interfaces.IAccessMarket__factory,
  contracts.interfaces.IRevenueLedger__factory,
].map((factory) => factory.createInterface());
