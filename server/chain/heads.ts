/** Told of new blocks, as long as it is open. */
export interface Heads {
  close(): void;
}

/** First and longest pause before a node is asked again, in milliseconds. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Follows new blocks over WebSocket, from one node after the other when they break off. It only tells that there is something to read: what
 * it is, the index reads from its node, and it looks by itself when nobody tells.
 *
 * @param urls - The nodes.
 * @param onHead - Told of a new block.
 */
export function followHeads(urls: readonly string[], onHead: () => void): Heads {
  let socket: WebSocket | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let pauseMs = FIRST_PAUSE_MS;

  const open = (turn: number): void => {
    const opened = new WebSocket(urls[turn % urls.length] as string);
    socket = opened;
    opened.onopen = () => opened.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params: ['newHeads'] }));
    opened.onmessage = ({ data }) => {
      const { error, method } = parse(data);
      if (error !== undefined) return opened.close();
      if (method === undefined) pauseMs = FIRST_PAUSE_MS;
      // The first answer too: a block may have come before.
      onHead();
    };
    opened.onclose = () => {
      if (closed) return;
      timer = setTimeout(open, pauseMs, turn + 1);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    };
    // What is wrong shows when it closes.
    opened.onerror = () => {};
  };
  if (urls.length > 0) open(0);
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

function parse(data: unknown): { error?: unknown; method?: string } {
  try {
    return JSON.parse(String(data));
  } catch (error) {
    return { error };
  }
}
