import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { quantileOf } from '../chain/measure.js';

/** What a load is told. */
export interface LoadTask {
  port: number;
  /** Asked in turn, by all connections together; begins anew at the end. */
  paths: string[];
  connections: number;
  /** Asks so long before it measures. */
  warmUpSeconds: number;
  seconds: number;
}

/** What it found. Latencies are in milliseconds. */
export interface LoadResult {
  requests: number;
  perSecond: number;
  p50: number;
  p99: number;
  most: number;
  /** Mean size of a body, in bytes. */
  bytes: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Asks an HTTP server over connections that stay open, each with one request under way, and measures the time to the whole answer. Any answer
 * other than 200 ends it. Run by the bench as a process of its own, with the task as a file; says the result as JSON.
 */
const task: LoadTask = JSON.parse(readFileSync(process.argv[2] as string, 'utf8'));
const from = performance.now() + task.warmUpSeconds * 1000;
const until = from + task.seconds * 1000;
const latencies: number[] = [];
let [next, bytes, ended] = [0, 0, until];

await Promise.all(Array.from({ length: task.connections }, () => ask()));
const result: LoadResult = {
  requests: latencies.length,
  perSecond: (1000 * latencies.length) / (ended - from),
  p50: quantileOf(latencies, 0.5),
  p99: quantileOf(latencies, 0.99),
  most: latencies.reduce((most, one) => Math.max(most, one), 0),
  bytes: bytes / latencies.length,
};
console.log(JSON.stringify(result));

/** One connection. */
function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port: task.port, host: '127.0.0.1', noDelay: true });
    let path = '';
    let started = 0;
    let parts: Buffer[] = [];
    let [have, wanted] = [0, -1];
    const send = () => {
      path = task.paths[next++ % task.paths.length] as string;
      parts = [];
      [have, wanted] = [0, -1];
      started = performance.now();
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`);
    };
    const fail = (problem: string) => {
      socket.destroy();
      reject(new Error(`GET ${path}: ${problem}`));
    };
    socket.once('connect', send);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`GET ${path}: the connection was closed`)));
    socket.on('data', (chunk: Buffer) => {
      parts.push(chunk);
      have += chunk.length;
      if (wanted === -1) {
        const all = parts.length === 1 ? chunk : Buffer.concat(parts);
        const end = all.indexOf(HEAD_END);
        if (end === -1) return;
        const head = all.toString('latin1', 0, end);
        if (!head.startsWith('HTTP/1.1 200 ')) return fail(head.slice(0, head.indexOf('\r\n')));
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
        if (length === undefined) return fail('its length is not said');
        wanted = end + HEAD_END.length + Number(length);
      }
      if (have < wanted) return;
      if (have > wanted) return fail('there is more than one answer');
      const now = performance.now();
      if (started >= from) {
        // What is under way at the end counts too: the slowest would be missing.
        ended = now;
        latencies.push(now - started);
        bytes += wanted;
      }
      if (now < until) return send();
      socket.removeAllListeners('close');
      socket.destroy();
      resolve();
    });
  });
}
