import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { LedgerError } from '../sdk/errors.js';

/**
 * Asks a question whose answer is not shown.
 *
 * @param question - Written as it is.
 * @param input - A terminal, or what stands for one.
 * @param output - Sees the question, and the end of the line.
 * @throws `CANCELLED` after Ctrl-C or Ctrl-D.
 */
export async function askHidden(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  // Readline echoes what is typed to its output: this one swallows it.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input, output: nowhere, terminal: true });
  output.write(question);
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('close', () => reject(new LedgerError('CANCELLED')));
    });
  } finally {
    terminal.close();
    output.write('\n');
  }
}
