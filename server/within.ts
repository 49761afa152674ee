import { LedgerError } from '../sdk/errors.js';

/**
 * Waits for the index, but not for ever.
 *
 * @param limitMs - How long.
 * @param promise - What is waited for.
 * @param problem - What to say when it takes longer.
 * @throws `INDEX_STUCK`.
 */
export async function within<T>(limitMs: number, promise: Promise<T>, problem: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const sentence = `${problem} after ${limitMs / 1000} s.`;
    timer = setTimeout(() => reject(new LedgerError('INDEX_STUCK', { problem: sentence })), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
