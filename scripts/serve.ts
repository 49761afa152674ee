import { parseArgs } from 'node:util';
import { readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { type Config, readConfig } from '../server/config.js';
import { startService } from '../server/main.js';

const USAGE = `usage: genba serve [--network NAME]   (npm run serve -- --network NAME)
Serves a ledger that is deployed already: index, payouts, API and pages against the nodes of a real network.
NAME is a deployment in network/deployments/; without it GENBA_NETWORK names one. docs/config.md lists all settings: DATABASE_URL for PostgreSQL,
GENBA_PORT, GENBA_DATA for the keys of the service.`;

/** The settings; what the command line says comes first. */
function readOptions(args: string[]): Config {
  const { values } = parseArgs({ args, options: { network: { type: 'string' }, help: { type: 'boolean' } } });
  return readConfig(values.network === undefined ? process.env : { ...process.env, GENBA_NETWORK: values.network });
}

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  try {
    const config = readOptions(process.argv.slice(2));
    const service = await startService(config, readDeployment(config.deploymentsFolder, config.network));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, async () => {
        await service.close();
        process.exit(0);
      });
    }
  } catch (error) {
    const { code = 'INTERNAL', message, stack } = error as { code?: string; message: string; stack?: string };
    console.error(`${code}: ${message}`);
    if (!(error instanceof LedgerError) && !code.startsWith('ERR_PARSE_ARGS')) console.error(stack);
    process.exit(1);
  }
}
