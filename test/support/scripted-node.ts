import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A node that answers what it is told to: no real one lags, lies or falls silent on demand. */
export interface ScriptedNode {
  url: string;
  /** How often it was asked for what. */
  asked: string[];
  block: number;
  chainId: number;
  genesis: string;
  /** Answers nothing, or with this status. */
  broken: 'silent' | number | undefined;
  /** Answers every question with this refusal. */
  refusal: { code: number; message: string } | undefined;
  close(): void;
}

/** Starts a node. */
export async function startScriptedNode(
  values: { block?: number; chainId?: number; genesis?: string } = {},
): Promise<ScriptedNode> {
  const node: ScriptedNode = {
    url: '',
    asked: [],
    block: values.block ?? 1,
    chainId: values.chainId ?? 7,
    genesis: values.genesis ?? `0x${'aa'.repeat(32)}`,
    broken: undefined,
    refusal: undefined,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  const answer = (method: string): unknown => {
    if (method === 'eth_chainId') return `0x${node.chainId.toString(16)}`;
    if (method === 'eth_blockNumber') return `0x${node.block.toString(16)}`;
    if (method === 'eth_getBlockByNumber') return { hash: node.genesis };
    return node.url;
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (node.broken === 'silent') return;
    if (node.broken !== undefined) {
      response.writeHead(node.broken).end();
      return;
    }
    const body = JSON.parse(Buffer.concat(chunks).toString()) as
      | { id: number; method: string }
      | { id: number; method: string }[];
    const calls = Array.isArray(body) ? body : [body];
    node.asked.push(...calls.map(({ method }) => method));
    const said = (method: string) => (node.refusal === undefined ? { result: answer(method) } : { error: node.refusal });
    const answers = calls.map(({ id, method }) => ({ jsonrpc: '2.0', id, ...said(method) }));
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  node.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-key`;
  return node;
}
