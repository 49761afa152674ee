import { type Identifier, SCHEMES } from '../sdk/identifiers.js';
import type { Context } from './context.js';

/** Says so when a register number is of a scheme that is not checked. */
export function noteUnchecked(context: Pick<Context, 'note'>, entry: Identifier): void {
  if (entry.checked) return;
  const { scheme, identifier } = entry;
  context.note(`${scheme} is none of ${SCHEMES.join(', ')}, so '${identifier}' is not checked; compare it with the register.`);
}
