import type { JsonRpcProvider } from 'ethers';

/** A chain on which transactions wait and no block is made. */
export interface Stall {
  waiting: number;
  seconds: number;
}

/** How often it is looked, and how long transactions may wait without any new block before that is no chance, in milliseconds. */
const PACE = { lookMs: 2_000, patienceMs: 12_000 };
/** What nodes say of a method that they do not have. */
const NO_METHOD = -32_601;

/**
 * Watches whether a chain goes on: one that makes blocks only when there is something to put into them stands still all alike when too many
 * validators are away, and only what waits tells the difference. A node that does not tell what waits is not asked again.
 *
 * @param provider - The node.
 * @param pace - Quicker in tests.
 */
export function watchForStall(provider: JsonRpcProvider, pace = PACE): { stall(): Stall | undefined; close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let head = -1;
  let waiting = 0;
  let waitingSince: number | undefined;

  const look = async (): Promise<void> => {
    try {
      const [status, number] = await Promise.all([
        provider.send('txpool_status', []) as Promise<{ pending: string }>,
        provider.send('eth_blockNumber', []) as Promise<string>,
      ]);
      waiting = Number(status.pending);
      if (waiting === 0 || Number(number) !== head) waitingSince = undefined;
      if (waiting > 0) waitingSince ??= Date.now();
      head = Number(number);
    } catch (error) {
      if (codeOf(error) === NO_METHOD) closed = true;
      // A node that is away tells nothing of the chain.
      waitingSince = undefined;
    }
    if (!closed) timer = setTimeout(look, pace.lookMs);
  };
  timer = setTimeout(look, pace.lookMs);
  return {
    stall() {
      const ms = waitingSince === undefined ? 0 : Date.now() - waitingSince;
      return ms < pace.patienceMs ? undefined : { waiting, seconds: Math.floor(ms / 1000) };
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function codeOf(error: unknown): unknown {
  return (error as { error?: { code?: unknown } }).error?.code;
}
