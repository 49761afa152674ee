/** What ethers, Node and nodes put into errors. */
interface Inside {
  code?: unknown;
  data?: unknown;
  message?: unknown;
}

/** An error and all that is wrapped in it, the outermost first. */
export function errorsInside(error: unknown): Inside[] {
  const found = new Set<object>();
  const queue: unknown[] = [error];
  while (queue.length > 0) {
    const next = queue.shift();
    if (typeof next !== 'object' || next === null || found.has(next)) continue;
    found.add(next);
    const inside = next as Record<string, unknown>;
    queue.push(...['info', 'error', 'data', 'cause'].map((key) => inside[key]));
    // A name with several addresses fails once at each, and says nothing of its own.
    if (Array.isArray(inside.errors)) queue.push(...inside.errors);
  }
  return [...found];
}

/** All that is said in an error and inside it, for what is only said in words. */
export function saidIn(error: unknown): string {
  const messages = errorsInside(error).map(({ message }) => message);
  return [...new Set(messages)].filter((one) => typeof one === 'string' && one !== '').join('; ');
}
