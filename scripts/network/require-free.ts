import { createServer } from 'node:net';
import { LedgerError } from '../../sdk/errors.js';

/**
 * Asks for a port before anything is started.
 *
 * @param setting - What names another port.
 * @throws `PORT_TAKEN`.
 */
export async function requireFree(port: number, setting: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new LedgerError('PORT_TAKEN', { port, setting })));
    server.listen(port, '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
