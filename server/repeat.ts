/** A task that runs by itself, and on demand. */
export interface Repeated<T> {
  /** Runs now; while a run is under way, waits for that one and then runs. */
  now(): Promise<T>;
  /** When the last run ended (Unix seconds), and why it failed if it did. */
  last(): { at?: number; problem?: { code: string; message: string } };
  stop(): Promise<void>;
}

/**
 * Runs a task again and again, never twice at once.
 *
 * @param task - What to do.
 * @param pauseMs - From the end of a run to the next; 0: only on demand.
 */
export function repeat<T>(
  task: () => Promise<T>,
  pauseMs: number,
  hooks: { onDone(result: T): void; onError(error: Error): void },
): Repeated<T> {
  let queue: Promise<unknown> = Promise.resolve();
  let last: ReturnType<Repeated<T>['last']> = {};
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const attempt = async (): Promise<T> => {
    clearTimeout(timer);
    const at = () => Math.floor(Date.now() / 1000);
    try {
      const result = await task();
      last = { at: at() };
      hooks.onDone(result);
      return result;
    } catch (error) {
      const { code = 'INTERNAL', message } = error as { code?: string; message: string };
      last = { at: at(), problem: { code, message } };
      hooks.onError(error as Error);
      throw error;
    } finally {
      if (!stopped && pauseMs > 0) timer = setTimeout(() => now().catch(() => {}), pauseMs);
    }
  };
  const now = (): Promise<T> => {
    const result = queue.then(attempt);
    queue = result.catch(() => {});
    return result;
  };

  if (pauseMs > 0) now().catch(() => {});
  return {
    now,
    last: () => last,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await queue;
    },
  };
}
