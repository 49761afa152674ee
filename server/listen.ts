import { createServer, type RequestListener, type Server } from 'node:http';
import { LedgerError } from '../sdk/errors.js';

/** Longest time for a request to arrive, and for its headers. */
const REQUEST_MS = 30_000;
const HEADERS_MS = 10_000;
/** How long answers that are under way may take when the service stops. */
const GRACE_MS = 2_000;
const LARGEST_HEADERS = 16_384;

/** A listening server. */
export interface Listening {
  port: number;
  /** Takes no more requests, lets those under way end, and closes. */
  close(): Promise<void>;
}

/**
 * Listens for requests.
 *
 * @param handle - Answers them.
 * @param where - Host and port; port 0: any.
 * @throws `PORT_TAKEN`, `HOST_UNKNOWN`.
 */
export async function listen(handle: RequestListener, where: { host: string; port: number }): Promise<Listening> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, maxHeaderSize: LARGEST_HEADERS }, handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      if (code === 'EADDRINUSE') reject(new LedgerError('PORT_TAKEN', { port: where.port, setting: 'GENBA_PORT' }));
      else reject(new LedgerError('HOST_UNKNOWN', { host: where.host, problem: message }));
    });
    server.listen(where.port, where.host, resolve);
  });
  const { port } = server.address() as { port: number };
  return { port, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(timer);
}
