import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/postgres.js';
import { openJsonRpc } from './json-rpc.js';
import { installed } from './npm-project.js';
import { TOOLS } from './places.js';
import { logOf, type Running, startProcess } from './start-process.js';

/** The chain's id, which no deployment of ours has. */
export const BENCH_CHAIN_ID = 31_337;
/** Time of the first block, so that every chain comes out the same. */
const FIRST_BLOCK_TIME = 1_750_000_000;
const ENOUGH_GAS = 2_000_000_000;
/** Writing a large chain takes its time. */
const STOP_MS = 300_000;

/** A running anvil. */
export interface Anvil {
  url: string;
  wsUrl: string;
  process: Running;
  stop(): Promise<void>;
}

/**
 * Starts anvil, which makes a block when it is told to. Every sender is taken as signed.
 *
 * @param options.load - A saved chain to go on from.
 * @param options.save - Where the chain is saved when it stops.
 */
export async function runAnvil(options: { load?: string; save?: string } = {}): Promise<Anvil> {
  const folder = installed('tools', TOOLS);
  const name = `anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  const program = path.join(folder, 'node_modules', '@foundry-rs', name, 'bin', 'anvil');
  if (!existsSync(program)) throw new Error(`npm has no anvil for ${process.platform}-${process.arch} among bench/index/tools`);
  const port = await freePort();
  const args = ['--port', String(port), '--host', '127.0.0.1', '--chain-id', String(BENCH_CHAIN_ID), '--quiet'];
  args.push('--no-mining', '--order', 'fifo', '--auto-impersonate', '--accounts', '1', '--timestamp', String(FIRST_BLOCK_TIME));
  args.push('--gas-limit', String(ENOUGH_GAS), '--block-base-fee-per-gas', '0', '--disable-min-priority-fee');
  args.push('--disable-pool-balance-checks', '--no-request-size-limit', '--prune-history');
  if (options.load !== undefined) args.push('--load-state', options.load);
  if (options.save !== undefined) args.push('--dump-state', options.save);
  const running = startProcess('anvil', program, args);
  const url = `http://127.0.0.1:${port}`;
  const node = openJsonRpc(url);
  for (;;) {
    if (running.ended() !== undefined) throw new Error(`anvil ended with ${running.ended()}; see ${logOf('anvil')}`);
    if ((await node.call('eth_chainId').catch(() => undefined)) !== undefined) break;
    await sleep(100);
  }
  return { url, wsUrl: `ws://127.0.0.1:${port}`, process: running, stop: () => running.stop(STOP_MS) };
}
