import { isError } from 'ethers';
import { LedgerError } from '../../sdk/errors.js';
import { errorsInside, saidIn } from '../../sdk/errors-inside.js';
import { nameOfNode } from '../../sdk/ledger.js';

/** A node that has not answered by then counts as away. */
const LONGEST_ANSWER_MS = 30_000;

/** Codes of sockets that were closed, and of JSON-RPC: internal error, limit exceeded. */
const AWAY = /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|-32603|-32005)$/;
const LIMITED = /rate.?limit|too many requests|request limit|limit exceeded/i;

/**
 * Asks a node, and tells "no answer" from an answer that we do not like.
 *
 * @param rpcUrl - Named in the refusal, without what may be a secret in it.
 * @param ask - What is asked.
 * @throws `NODE_UNREACHABLE` when the node is away, overloaded, or limits us; else whatever was thrown.
 */
export async function askNode<T>(rpcUrl: string, ask: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const away = (problem: string) =>
    new LedgerError('NODE_UNREACHABLE', { rpcUrl: nameOfNode(rpcUrl), problem: problem.replaceAll(rpcUrl, nameOfNode(rpcUrl)) });
  const late = new Promise<never>((_, reject) => {
    const problem = `no answer after ${LONGEST_ANSWER_MS / 1000} s`;
    timer = setTimeout(() => reject(away(problem)), LONGEST_ANSWER_MS);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch (error) {
    throw isAway(error) ? away(saidIn(error)) : error;
  } finally {
    clearTimeout(timer);
  }
}

function isAway(error: unknown): boolean {
  if (isError(error, 'NETWORK_ERROR') || isError(error, 'SERVER_ERROR') || isError(error, 'TIMEOUT')) return true;
  if (isError(error, 'CALL_EXCEPTION') || error instanceof LedgerError) return false;
  return errorsInside(error).some(({ code }) => AWAY.test(String(code))) || LIMITED.test(saidIn(error));
}
