import { readFileSync } from 'node:fs';
import { createConfig } from 'ponder';

const { BENCH_DATABASE, BENCH_FOLDER, BENCH_KINDS, BENCH_POLL_MS, BENCH_RPC, BENCH_RPC_COPIES, BENCH_WS } = process.env;
const { contracts, startBlock } = JSON.parse(readFileSync(BENCH_KINDS as string, 'utf8'));
const url = BENCH_RPC as string;

export default createConfig({
  database:
    BENCH_DATABASE === undefined
      ? { kind: 'pglite', directory: BENCH_FOLDER }
      : { kind: 'postgres', connectionString: BENCH_DATABASE },
  chains: {
    bench: {
      id: 31_337,
      // Each address has a limit of its own, which begins at 20 requests a second; the same one several times is asked as fast as it answers.
      rpc: BENCH_RPC_COPIES === undefined ? url : Array.from({ length: Number(BENCH_RPC_COPIES) }, () => url),
      ...(BENCH_WS === undefined ? {} : { ws: BENCH_WS }),
      ...(BENCH_POLL_MS === undefined ? {} : { pollingInterval: Number(BENCH_POLL_MS) }),
    },
  },
  contracts: Object.fromEntries(
    Object.entries(contracts as Record<string, { abi: unknown[]; address: string }>).map(([name, { abi, address }]) => [
      name,
      { abi, address, chain: 'bench', startBlock },
    ]),
  ),
  // The list of contracts is data here, so their types are not known.
} as never);
