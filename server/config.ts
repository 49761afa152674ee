import path from 'node:path';
import { z } from 'zod';
import { LedgerError } from '../sdk/errors.js';
import { ROOT } from './root.js';

/** A number in text; empty text is none. */
const numeric = () => z.coerce.number({ error: 'write a whole number, in digits.' });

/** Addresses, separated by commas. */
const urls = (protocol: RegExp) =>
  z
    .string()
    .transform((text) => text.split(',').map((url) => url.trim()))
    .pipe(z.array(z.url({ protocol })));

/** Names of hosts, separated by commas: each whole, as `*.example.com` for all below one, or `*` for any. */
const hosts = z
  .string()
  .transform((text) => text.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^(\*|(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])$/,
          'write names like hooks.example.com, *.example.com or *.',
        ),
    ),
  );

const port = numeric().int().min(0).max(65_535);

/** The settings of the service, by environment variable; `docs/config.md` is made from this. */
export const SETTINGS = z.object({
  GENBA_NETWORK: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('embedded')
    .describe('Deployment to serve; `embedded` brings its own chain'),
  GENBA_RPC_URL: urls(/^https?$/)
    .optional()
    .describe("Other nodes than the deployment's, separated by commas; the first good one is asked"),
  GENBA_HEADS_URL: urls(/^wss?$/)
    .optional()
    .describe(
      "Where nodes tell of new blocks (WebSocket), separated by commas; unset: the deployment's, unless GENBA_RPC_URL is set",
    ),
  GENBA_HEALTH_URL: urls(/^https?$/)
    .optional()
    .describe('Where nodes say whether they are well (status 200), separated by commas; unset: as for GENBA_HEADS_URL'),
  GENBA_DEPLOYMENTS: z
    .string()
    .default(path.join(ROOT, 'network', 'deployments'))
    .describe('Folder of deployment files'),
  GENBA_DATA: z
    .string()
    .default(path.join(ROOT, '.genba'))
    .describe("Folder of the embedded chain, the runner's key, and the index unless DATABASE_URL is set"),
  GENBA_NETWORKS: z
    .string()
    .default(path.join(ROOT, '.genba', 'networks'))
    .describe('Folder of the networks whose validators run on this machine (`genba network`)'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'write it as postgres://user:password@host:port/database.' })
    .optional()
    .describe('PostgreSQL database of the index; each deployment has a schema of its own in it. Unset: PGlite in GENBA_DATA'),
  GENBA_HOST: z.string().default('127.0.0.1').describe('Where the API listens; loopback unless told'),
  GENBA_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'By which address readers reach the API, for instance through a proxy; they sign in for it where READ_POLICY is `members`',
    ),
  GENBA_PORT: port.default(4100).describe('Port of the API; 0: any'),
  GENBA_RPC_PORT: port.default(8545).describe('Port of the embedded chain; 0: any'),
  GENBA_FINALITY: z
    .union([
      z.enum(['immediate', 'finalized']),
      numeric()
        .int()
        .min(0)
        .transform((depth) => ({ depth })),
    ])
    .optional()
    .describe(
      "When a block is final: `immediate` (BFT), by the node's `finalized`, or a depth in blocks; unset: as the deployment says, else `immediate`",
    ),
  GENBA_POLL_MS: numeric().int().min(10).default(100).describe('Pause between looks at the head, in milliseconds'),
  GENBA_PAYOUT_SECONDS: numeric()
    .int()
    .min(0)
    .max(86_400)
    .default(5)
    .describe('Pause between payout runs, in seconds; 0: no runner here'),
  GENBA_PAYOUT_GAS: numeric()
    .int()
    .min(200_000)
    .max(30_000_000)
    .default(5_000_000)
    .describe('Most gas in a payout transaction, unless half a block is less or one table takes more'),
  GENBA_PAYOUT_STUCK_SECONDS: numeric()
    .int()
    .min(5)
    .max(86_400)
    .default(60)
    .describe('After how many seconds a payout transaction that is not mined is replaced by a dearer one'),
  GENBA_PAYOUT_FEES_SECONDS: numeric()
    .int()
    .min(0)
    .max(31_536_000)
    .default(86_400)
    .describe('Least seconds from one payment of fees to the next; 0: the runner pays none'),
  GENBA_GATE_SECONDS: numeric()
    .int()
    .min(0)
    .max(3600)
    .default(2)
    .describe("Pause between looks whether the chain's own list of senders is in step, in seconds; 0: no gatekeeper here"),
  READ_POLICY: z
    .enum(['open', 'members'])
    .default('open')
    .describe('Who reads: `open`: everybody that reaches the API; `members`: keys of members and of the consortium, signed in'),
  GENBA_WEBHOOK_HOSTS: hosts
    .optional()
    .describe(
      'Where webhooks may go: hosts, separated by commas; `*.example.com` is all below one, `*` any. Only a host that is named itself may be in a private network or without TLS. Unset: no webhooks',
    ),
  GENBA_RATE_LIMIT: numeric().int().min(0).default(2000).describe('Most requests of one address in ten seconds; 0: no limit'),
  GENBA_LOG: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .optional()
    .describe('What is logged, as JSON lines on stderr; `info` when serving, `warn` with `npm start`'),
});

/** The settings, parsed. */
export interface Config {
  network: string;
  /** Other nodes than the deployment's. */
  rpcUrls: string[] | undefined;
  headsUrls: string[] | undefined;
  healthUrls: string[] | undefined;
  dataFolder: string;
  databaseUrl: string | undefined;
  deploymentsFolder: string;
  networksFolder: string;
  host: string;
  publicUrl: string | undefined;
  port: number;
  rpcPort: number;
  finality: 'immediate' | 'finalized' | { depth: number } | undefined;
  pollMs: number;
  payoutSeconds: number;
  gateSeconds: number;
  readPolicy: 'open' | 'members';
  webhookHosts: string[] | undefined;
  rateLimit: number;
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
  // An empty host would listen everywhere, an empty number would be 0: who sets one to nothing is asked what is meant.
  const empty = Object.keys(SETTINGS.shape).find((name) => env[name] === '');
  if (empty !== undefined) throw new LedgerError('BAD_CONFIG', { setting: empty, problem: 'it is set to nothing.' });
  const parsed = SETTINGS.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LedgerError('BAD_CONFIG', { setting: issue?.path.join('.'), problem: issue?.message });
  }
  const values = parsed.data;
  return {
    network: values.GENBA_NETWORK,
    rpcUrls: values.GENBA_RPC_URL,
    headsUrls: values.GENBA_HEADS_URL,
    healthUrls: values.GENBA_HEALTH_URL,
    dataFolder: path.resolve(values.GENBA_DATA),
    databaseUrl: values.DATABASE_URL,
    deploymentsFolder: path.resolve(values.GENBA_DEPLOYMENTS),
    networksFolder: path.resolve(values.GENBA_NETWORKS),
    host: values.GENBA_HOST,
    publicUrl: values.GENBA_PUBLIC_URL,
    port: values.GENBA_PORT,
    rpcPort: values.GENBA_RPC_PORT,
    finality: values.GENBA_FINALITY,
    pollMs: values.GENBA_POLL_MS,
    payoutSeconds: values.GENBA_PAYOUT_SECONDS,
    gateSeconds: values.GENBA_GATE_SECONDS,
    readPolicy: values.READ_POLICY,
    webhookHosts: values.GENBA_WEBHOOK_HOSTS,
    rateLimit: values.GENBA_RATE_LIMIT,
    payoutGas: values.GENBA_PAYOUT_GAS,
    payoutStuckSeconds: values.GENBA_PAYOUT_STUCK_SECONDS,
    payoutFeesSeconds: values.GENBA_PAYOUT_FEES_SECONDS,
    logLevel: values.GENBA_LOG ?? logLevel,
  };
}
