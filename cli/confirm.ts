import { LedgerError } from '../sdk/errors.js';
import { askAtTerminal } from './ask-metadata.js';
import type { Context } from './context.js';

/**
 * Lets a person confirm what can't be taken back; a program says `--yes`.
 *
 * @param what - What is about to happen, without a full stop.
 * @param yes - It is confirmed already.
 * @throws `CONFIRMATION_MISSING` where nobody can be asked, `CANCELLED`.
 */
export async function confirm(context: Context, what: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!context.interactive) throw new LedgerError('CONFIRMATION_MISSING', { what });
  const answer = await askAtTerminal((ask) => ask(`${what}. This can't be taken back. Go on? (yes/no) `));
  if (!/^y(es)?$/i.test(answer.trim())) throw new LedgerError('CANCELLED');
}

/** How that is said. */
export const YES_FLAG = '--yes';
/** The option of every command that confirms. */
export const YES = { [YES_FLAG]: 'go on without being asked' } as const;
