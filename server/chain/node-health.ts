import { nameOfNode } from '../../sdk/ledger.js';

/** A node that says of itself that it is not well. */
export interface Unwell {
  /** Without what may be a secret in its address. */
  url: string;
  says: string;
}

const LOOK_EVERY_MS = 5_000;
const LONGEST_ANSWER_MS = 3_000;
/** A node that starts is not well for a moment, and nobody has to come for that, in milliseconds. */
const PATIENCE_MS = 20_000;
/** So much of what a node says is repeated. */
const MOST_TEXT = 500;

/**
 * Watches what nodes say of themselves: validators that do not hear enough others know it before anybody's transaction waits in vain. A node
 * that gives no answer says nothing; that it is away shows elsewhere.
 *
 * @param urls - Where they say it: status 200 while all is well.
 * @param patienceMs - How long a node may be unwell before it is told of; shorter in tests.
 */
export function watchNodeHealth(urls: readonly string[], patienceMs = PATIENCE_MS): { unwell(): Unwell[]; close(): void } {
  let found: Unwell[] = [];
  const since = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const look = async (): Promise<void> => {
    const answers = await Promise.all(urls.map(ask));
    const now = Date.now();
    for (const [i, url] of urls.entries()) {
      if (answers[i] === undefined) since.delete(url);
      else if (!since.has(url)) since.set(url, now);
    }
    found = answers.filter(
      (one, i) => one !== undefined && now - (since.get(urls[i] as string) ?? now) >= patienceMs,
    ) as Unwell[];
    if (!closed) timer = setTimeout(look, LOOK_EVERY_MS);
  };
  if (urls.length > 0) void look();
  return {
    unwell: () => found,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

async function ask(url: string): Promise<Unwell | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
    const text = await response.text();
    return response.ok ? undefined : { url: nameOfNode(url), says: errorsIn(text).slice(0, MOST_TEXT) };
  } catch {
    return undefined;
  }
}

/** What fails, where a node lists its checks; else all that it says. */
function errorsIn(text: string): string {
  try {
    const { checks } = JSON.parse(text) as { checks: Record<string, { error?: string }> };
    const errors = Object.values(checks).flatMap(({ error }) => error ?? []);
    return [...new Set(errors)].join('; ') || text;
  } catch {
    return text;
  }
}
