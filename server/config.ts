import path from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../sdk/errors.js';

const ROOT = path.resolve(import.meta.dirname, '..');

const port = z.coerce.number().int().min(0).max(65_535);

/** The settings of the service, by environment variable. */
const settings = z.object({
  /** Deployment to serve; `embedded` brings its own chain. */
  GENBA_NETWORK: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('embedded'),
  /** Another node than the deployment's. */
  GENBA_RPC_URL: z.url().optional(),
  /** Where deployment files are. */
  GENBA_DEPLOYMENTS: z.string().default(path.join(ROOT, 'network', 'deployments')),
  /** Where the index, the embedded chain and the runner's key live. */
  GENBA_DATA: z.string().default(path.join(ROOT, '.genba')),
  GENBA_HOST: z.string().default('127.0.0.1'),
  GENBA_PORT: port.default(4100),
  /** Port of the embedded chain. */
  GENBA_RPC_PORT: port.default(8545),
  /** When a block is final: `immediate`, `finalized`, or a depth in blocks. */
  GENBA_FINALITY: z
    .union([
      z.enum(['immediate', 'finalized']),
      z.coerce
        .number()
        .int()
        .min(0)
        .transform((depth) => ({ depth })),
    ])
    .default('immediate'),
  /** Pause between looks at the head, in milliseconds. */
  GENBA_POLL_MS: z.coerce.number().int().min(10).default(100),
  /** Pause between payout runs, in seconds; 0: no runner here. */
  GENBA_PAYOUT_SECONDS: z.coerce.number().int().min(0).max(86_400).default(5),
  /** Most gas in a payout transaction, unless half a block is less or one table takes more. */
  GENBA_PAYOUT_GAS: z.coerce.number().int().min(200_000).max(30_000_000).default(5_000_000),
  /** After how many seconds a payout transaction that is not mined is replaced by a dearer one. */
  GENBA_PAYOUT_STUCK_SECONDS: z.coerce.number().int().min(5).max(86_400).default(60),
  /** Least seconds from one payment of fees to the next; 0: the runner pays none. */
  GENBA_PAYOUT_FEES_SECONDS: z.coerce.number().int().min(0).max(31_536_000).default(86_400),
  GENBA_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).optional(),
});

/** The settings, parsed. */
export interface Config {
  network: string;
  rpcUrl: string | undefined;
  dataFolder: string;
  deploymentsFolder: string;
  host: string;
  port: number;
  rpcPort: number;
  finality: 'immediate' | 'finalized' | { depth: number };
  pollMs: number;
  payoutSeconds: number;
  payoutGas: number;
  payoutStuckSeconds: number;
  payoutFeesSeconds: number;
  logLevel: string;
}

/**
 * Reads the settings.
 *
 * @param env - The environment.
 * @param logLevel - Unless GENBA_LOG says otherwise.
 * @throws `BAD_CONFIG` with the variable and what is wrong with it.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env, logLevel = 'info'): Config {
  const parsed = settings.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LedgerError('BAD_CONFIG', { setting: issue?.path.join('.'), problem: issue?.message });
  }
  const values = parsed.data;
  return {
    network: values.GENBA_NETWORK,
    rpcUrl: values.GENBA_RPC_URL,
    dataFolder: path.resolve(values.GENBA_DATA),
    deploymentsFolder: path.resolve(values.GENBA_DEPLOYMENTS),
    host: values.GENBA_HOST,
    port: values.GENBA_PORT,
    rpcPort: values.GENBA_RPC_PORT,
    finality: values.GENBA_FINALITY,
    pollMs: values.GENBA_POLL_MS,
    payoutSeconds: values.GENBA_PAYOUT_SECONDS,
    payoutGas: values.GENBA_PAYOUT_GAS,
    payoutStuckSeconds: values.GENBA_PAYOUT_STUCK_SECONDS,
    payoutFeesSeconds: values.GENBA_PAYOUT_FEES_SECONDS,
    logLevel: values.GENBA_LOG ?? logLevel,
  };
}
