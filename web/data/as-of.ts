import { useSyncExternalStore } from 'react';
import type { AsOf } from '../../sdk/api/client.js';

let latest: AsOf | undefined;
const listeners = new Set<() => void>();

/** Notes the block that an answer is true for. */
export function seeBlock(asOf: AsOf): void {
  if (latest !== undefined && latest.block >= asOf.block) return;
  latest = asOf;
  for (const listener of listeners) listener();
}

/** The newest block that an answer on this page is true for. */
export function useAsOf(): AsOf | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => latest,
  );
}

/** The later of the newest block's time and the reader's clock, in Unix seconds: an idle chain makes no blocks, and what has ended has ended. */
export function useNow(): number {
  return Math.max(useAsOf()?.blockTime ?? 0, Math.floor(Date.now() / 1000));
}
