/** One question to a node. */
export type Call = [method: string, params: unknown[]];

/** A node that is asked without a library in between. */
export interface JsonRpc {
  call<T>(method: string, params?: unknown[]): Promise<T>;
  /** Asks several things in one request; throws when one of them is refused. */
  batch<T>(calls: readonly Call[]): Promise<T[]>;
}

interface Answer {
  id: number;
  result?: unknown;
  error?: { message: string };
}

/**
 * Opens a node.
 *
 * @param url - Where it answers JSON-RPC.
 */
export function openJsonRpc(url: string): JsonRpc {
  const post = async (body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  return {
    async call<T>(method: string, params: unknown[] = []) {
      const { error, result } = (await post({ jsonrpc: '2.0', id: 1, method, params })) as Answer;
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result as T;
    },
    async batch<T>(calls: readonly Call[]) {
      const answers = (await post(calls.map(([method, params], id) => ({ jsonrpc: '2.0', id, method, params })))) as Answer[];
      const refused = answers.find((one) => one.error !== undefined);
      if (refused !== undefined) throw new Error(`${calls[refused.id]?.[0]}: ${refused.error?.message}`);
      return answers.sort((a, b) => a.id - b.id).map((one) => one.result as T);
    },
  };
}

/** A number as JSON-RPC wants it. */
export function hex(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
