import { readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { readConfig } from '../server/config.js';
import { startService } from '../server/main.js';

const USAGE = `usage: npm run serve
Serves a ledger that is deployed already: index, payouts and API against the node of a real network.
GENBA_NETWORK names the deployment in network/deployments/; docs/operations.md lists all settings.`;

if (process.argv.includes('--help')) {
  console.log(USAGE);
} else {
  try {
    const config = readConfig();
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
    if (!(error instanceof LedgerError)) console.error(stack);
    process.exit(1);
  }
}
