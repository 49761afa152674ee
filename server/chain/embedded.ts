import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import { LedgerError } from '../../sdk/errors.js';

/** Chain id of the embedded chain. */
export const EMBEDDED_CHAIN_ID = 31_337;

/** A chain inside this process, served over JSON-RPC on loopback. */
export interface EmbeddedChain {
  url: string;
  /** Blocks that were replayed from the journal. */
  replayed: number;
  /** Sets a clock that began in the past to the present. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

/** One journal line: a block's time and what was sent in it; the first line holds the genesis time. */
type JournalLine = { genesis: string } | { time: number; raw?: string };

type Request = (method: string, params?: unknown[]) => Promise<unknown>;
/** Methods that only read. Others are refused: what moves the chain unwritten would be gone after a restart. */
const READING =
  /^(eth_(chainId|blockNumber|call|estimateGas|gasPrice|maxPriorityFeePerGas|feeHistory|syncing|get\w+)|net_version|web3_clientVersion)$/;
/** Methods by which a chain moves; they run one at a time, and each block they make is written down. */
const MOVING = new Set(['eth_sendRawTransaction', 'evm_mine', 'evm_increaseTime', 'evm_setNextBlockTimestamp']);

/**
 * Starts the embedded chain: the EVM that Hardhat ships, one block per transaction, gas free of charge. It keeps nothing itself, so each
 * block goes to a journal before its sender hears of it; a restart replays the journal to the same block hashes.
 *
 * @param options.journal - The journal's path; absent: nothing is kept.
 * @param options.port - Port on 127.0.0.1; 0 for any.
 * @param options.past - When a new chain begins; its clock stays behind until {@link EmbeddedChain.catchUp}. Absent: now, and it is never behind.
 * @throws `JOURNAL_BROKEN`, `PORT_TAKEN`.
 */
export async function startEmbeddedChain(options: { port: number; journal?: string; past?: Date }): Promise<EmbeddedChain> {
  const lines = options.journal === undefined ? [] : readJournal(options.journal);
  const write = (line: JournalLine) => {
    if (options.journal !== undefined) appendFileSync(options.journal, `${JSON.stringify(line)}\n`, { flush: true });
  };
  const [first, ...blocks] = lines;
  const genesis = first !== undefined && 'genesis' in first ? first.genesis : (options.past ?? new Date()).toISOString();
  if (first === undefined) write({ genesis });
  const { request, close: closeEngine } = await startEngine(genesis);
  for (const block of blocks) await replay(request, block, options.journal as string);
  if (options.past === undefined) await catchUpClock(request);
  const server = createServer();
  const serve = createRpc(request, write);
  server.on('request', (incoming, outgoing) => {
    // A caller that breaks off in the middle of its question ends its own connection and nothing else.
    answerCall(serve, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const port = await listen(server, options.port);
  return {
    url: `http://127.0.0.1:${port}`,
    replayed: blocks.length,
    catchUp: () => catchUpClock(request),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await closeEngine();
    },
  };
}

/** Pages of strangers can make a browser here send anything but JSON without asking first: they are not to move the chain. */
async function answerCall(
  serve: (body: string) => Promise<string>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (!/^application\/json\b/i.test(incoming.headers['content-type'] ?? '')) {
    outgoing.writeHead(415).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const answer = await serve(Buffer.concat(chunks).toString('utf8'));
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(answer);
}

async function startEngine(genesis: string): Promise<{ request: Request; close: () => Promise<void> }> {
  const runtime = await createHardhatRuntimeEnvironment({
    networks: {
      embedded: {
        type: 'edr-simulated',
        chainId: EMBEDDED_CHAIN_ID,
        hardfork: 'cancun',
        initialDate: genesis,
        initialBaseFeePerGas: 0,
        allowBlocksWithSameTimestamp: true,
        throwOnTransactionFailures: false,
        blockGasLimit: 100_000_000,
      },
    },
  });
  const { provider, close } = await runtime.network.create('embedded');
  return { request: (method, params = []) => provider.request({ method, params }), close };
}

async function replay(request: Request, line: JournalLine, file: string): Promise<void> {
  if ('genesis' in line) throw new LedgerError('JOURNAL_BROKEN', { problem: 'it holds a second genesis.', file });
  try {
    await request('evm_setNextBlockTimestamp', [line.time]);
    if (line.raw === undefined) await request('evm_mine');
    else await request('eth_sendRawTransaction', [line.raw]);
  } catch (error) {
    throw new LedgerError('JOURNAL_BROKEN', { problem: `${(error as Error).message}.`, file });
  }
}

/** Replay leaves the engine's clock at the last block's time: the time that the chain was off has passed all the same. */
async function catchUpClock(request: Request): Promise<void> {
  const { timestamp } = (await request('eth_getBlockByNumber', ['latest', false])) as { timestamp: string };
  const behind = Math.floor(Date.now() / 1000) - Number(timestamp);
  if (behind > 0) await request('evm_increaseTime', [behind]);
}

/** Reads the journal; a line that a crash cut off was never answered to its sender, and is dropped. */
function readJournal(file: string): JournalLine[] {
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as JournalLine);
  } catch (error) {
    throw new LedgerError('JOURNAL_BROKEN', { problem: (error as Error).message, file });
  }
}

interface RpcCall {
  id: unknown;
  method: string;
  params?: unknown[];
}

/** Answers JSON-RPC, alone or in batches. */
function createRpc(request: Request, write: (line: JournalLine) => void) {
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const result = turn.then(act);
    turn = result.catch(() => {});
    return result;
  };
  /** Set for good when a block could not be written: nobody is to see it, for after a restart it will not be there. */
  let broken: string | undefined;
  const requireWhole = () => {
    if (broken !== undefined)
      throw new Error(`the embedded chain stands still: its journal can't be written (${broken}); restart it`);
  };
  const move = async (call: RpcCall): Promise<unknown> => {
    requireWhole();
    const before = Number(await request('eth_blockNumber'));
    try {
      return await request(call.method, call.params);
    } finally {
      await record(before, call);
    }
  };
  const record = async (before: number, call: RpcCall): Promise<void> => {
    const after = Number(await request('eth_blockNumber'));
    for (let number = before + 1; number <= after; number++) {
      const block = (await request('eth_getBlockByNumber', [`0x${number.toString(16)}`, false])) as { timestamp: string };
      const raw = call.method === 'eth_sendRawTransaction' ? { raw: call.params?.[0] as string } : {};
      try {
        write({ time: Number(block.timestamp), ...raw });
      } catch (error) {
        broken = (error as Error).message;
      }
      requireWhole();
    }
  };
  const look = (call: RpcCall): Promise<unknown> => {
    requireWhole();
    return request(call.method, call.params);
  };
  const one = async (asked: RpcCall | null): Promise<unknown> => {
    const call = asked ?? { id: null, method: 'null' };
    try {
      const moving = MOVING.has(call.method);
      if (!moving && !READING.test(call.method))
        throw { code: -32_601, message: `the embedded chain has no method ${call.method}` };
      // Reads wait their turn too: nobody sees a block before it is written.
      const result = await inTurn(async () => (moving ? move(call) : look(call)));
      return { jsonrpc: '2.0', id: call.id, result };
    } catch (error) {
      const { code = -32_000, message, data } = error as { code?: number; message: string; data?: unknown };
      return { jsonrpc: '2.0', id: call.id, error: { code, message, data } };
    }
  };
  return async (body: string): Promise<string> => {
    let calls: RpcCall | null | (RpcCall | null)[];
    try {
      calls = JSON.parse(body) as typeof calls;
    } catch {
      return JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'no JSON' } });
    }
    return JSON.stringify(Array.isArray(calls) ? await Promise.all(calls.map(one)) : await one(calls));
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new LedgerError('PORT_TAKEN', { port, setting: 'GENBA_RPC_PORT' }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as { port: number }).port;
}
