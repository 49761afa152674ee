import { nameOfNode } from '../../sdk/ledger.js';

/** A node that says of itself that it is not well. */
export interface Unwell {
  /** Without what may be a secret in its address. */
  url: string;
  says: string;
}

const LOOK_EVERY_MS = 5_000;
const LONGEST_ANSWER_MS = 3_000;
/** So much of what a node says is repeated. */
const MOST_TEXT = 500;

/**
 * Watches what nodes say of themselves: validators that do not hear enough others know it before anybody's transaction waits in vain. A node
 * that gives no answer says nothing; that it is away shows elsewhere.
 *
 * @param urls - Where they say it: status 200 while all is well.
 */
export function watchNodeHealth(urls: readonly string[]): { unwell(): Unwell[]; close(): void } {
  let found: Unwell[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const look = async (): Promise<void> => {
    const answers = await Promise.all(urls.map(ask));
    found = answers.filter((one) => one !== undefined);
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
