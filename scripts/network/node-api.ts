/** Longest wait for an answer, in milliseconds. */
const LONGEST_ANSWER_MS = 5_000;

/**
 * Asks a node over JSON-RPC.
 *
 * @param url - The node's, with the path of what is asked.
 * @param params - An array for the ledger's chain, an object for the node itself.
 * @throws What the node says, or why it does not answer.
 */
export async function askNode<T>(url: string, method: string, params: unknown = {}): Promise<T> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(LONGEST_ANSWER_MS) });
  const text = await response.text();
  if (!response.headers.get('content-type')?.includes('json')) throw new Error(`${method}: status ${response.status}`);
  const { error, result } = JSON.parse(text) as { error?: { message: string }; result: T };
  if (error !== undefined) throw new Error(`${method}: ${error.message}`);
  return result;
}

/** Where a node answers for the ledger's chain. */
export function chainUrl(url: string, blockchainId: string): string {
  return `${url}/ext/bc/${blockchainId}/rpc`;
}

/** Where a node tells of new blocks. */
export function headsUrl(url: string, blockchainId: string): string {
  return `${url.replace(/^http/, 'ws')}/ext/bc/${blockchainId}/ws`;
}
