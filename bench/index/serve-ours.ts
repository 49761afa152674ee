import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../test/support/postgres.js';
import type { Arena, HeadOptions } from './indexers/indexer.js';
import { ROOT, WORK } from './places.js';
import { type Running, startProcess } from './start-process.js';

/** The whole service, as `genba serve` runs it, without payouts of its own. */
export async function serveOurs(
  { databaseUrl, folder, manifest, rpcUrl, wsUrl }: Arena,
  { ws }: HeadOptions,
): Promise<{ api: string; running: Running }> {
  const deployments = path.join(WORK, 'deployments');
  rmSync(deployments, { recursive: true, force: true });
  mkdirSync(deployments, { recursive: true });
  const { deployment } = manifest;
  writeFileSync(path.join(deployments, `${deployment.name}.json`), JSON.stringify({ ...deployment, rpcUrl }));
  const port = await freePort();
  const loader = pathToFileURL(path.join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')).href;
  const program = path.join(ROOT, 'scripts', 'serve.ts');
  const running = startProcess('service', process.execPath, ['--import', loader, program, '--network', deployment.name], {
    env: {
      ...process.env,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...(ws ? { GENBA_HEADS_URL: wsUrl } : {}),
      GENBA_DEPLOYMENTS: deployments,
      GENBA_DATA: folder,
      GENBA_PORT: String(port),
      GENBA_LOG: 'warn',
      GENBA_PAYOUT_SECONDS: '0',
      GENBA_RATE_LIMIT: '0',
    },
  });
  return { api: `http://127.0.0.1:${port}`, running };
}
