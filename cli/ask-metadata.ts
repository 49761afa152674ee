import { createInterface } from 'node:readline/promises';
import { LedgerError } from '../sdk/errors.js';
import { encodeMetadata, parseMetadata } from '../sdk/metadata.js';
import type { Metadata } from '../sdk/metadata-form.js';

/** Asks a person one question. */
export type Ask = (question: string) => Promise<string>;

/**
 * Asks for metadata; an answer that is refused is asked for again, with the reason.
 *
 * @param ask - Asks one question.
 * @returns Undefined when the title is left empty.
 */
export async function askMetadata(ask: Ask): Promise<Metadata | undefined> {
  let known: Record<string, unknown> = {};
  let metadata: Metadata | undefined;
  /** Puts an answer into the form; says whether there was one. */
  const add = async (question: string, toFields: (answer: string) => Record<string, unknown>): Promise<boolean> => {
    for (let problem = ''; ; ) {
      const answer = (await ask(`${problem}${question}: `)).trim();
      if (answer === '') return false;
      try {
        const fields = { ...known, ...toFields(answer) };
        const parsed = parseMetadata(fields);
        encodeMetadata(parsed);
        [known, metadata] = [fields, parsed];
        return true;
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        problem = `${error.message}\n`;
      }
    }
  };
  if (!(await add('title (empty: no metadata)', (title) => ({ title })))) return undefined;
  await add('description', (description) => ({ description }));
  await add('keywords, with commas between them', (answer) => {
    const words = answer.split(',').map((word) => word.trim());
    return { keywords: words.filter((word) => word !== '') };
  });
  await add('licence, as a web address or a name', (licence) => ({ licence }));
  let name = '';
  if (
    await add('contact: name', (answer) => {
      name = answer;
      return { contact: { name } };
    })
  ) {
    await add('contact: e-mail', (email) => ({ contact: { name, email } }));
  }
  return metadata;
}

/**
 * Puts questions at the terminal.
 *
 * @param questions - Asks them.
 * @throws `CANCELLED` after Ctrl-C or Ctrl-D.
 */
export async function askAtTerminal<T>(questions: (ask: Ask) => Promise<T>): Promise<T> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<never>((_, reject) => {
    terminal.once('close', () => reject(new LedgerError('CANCELLED')));
  });
  const asked = questions((question) => terminal.question(question)).catch((error: unknown) => {
    throw (error as Error).name === 'AbortError' ? new LedgerError('CANCELLED') : error;
  });
  try {
    return await Promise.race([asked, closed]);
  } catch (error) {
    // The cursor stands behind the question.
    process.stderr.write('\n');
    throw error;
  } finally {
    terminal.close();
  }
}
