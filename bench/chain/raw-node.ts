/** A node that takes signed transactions in batches: no library stands between the load and what is measured. */
export interface RawNode {
  /** Sends signed transactions in one request. */
  send(raws: readonly string[]): Promise<void>;
  call<T>(method: string, params: unknown[]): Promise<T>;
}

/**
 * Opens a node.
 *
 * @param url - Where it answers JSON-RPC.
 */
export function openRawNode(url: string): RawNode {
  const post = async (body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
  };
  return {
    async send(raws) {
      const calls = raws.map((raw, id) => ({ jsonrpc: '2.0', id, method: 'eth_sendRawTransaction', params: [raw] }));
      const answers = (await post(calls)) as { error?: { message: string } }[];
      const refused = answers.find((one) => one.error !== undefined && !/already known/.test(one.error.message));
      if (refused !== undefined) throw new Error(refused.error?.message);
    },
    async call<T>(method: string, params: unknown[]) {
      const { error, result } = (await post({ jsonrpc: '2.0', id: 1, method, params })) as { error?: Error; result: T };
      if (error !== undefined) throw new Error(`${method}: ${error.message}`);
      return result;
    },
  };
}
