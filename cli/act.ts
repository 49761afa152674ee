import type { ContractTransactionResponse } from 'ethers';
import { type Mined, mine } from '../sdk/ledger.js';
import type { Actor, Context } from './context.js';

/** What came of an act: for programs, and as a sentence. */
export type Outcome = [value: object, text: string];

/**
 * Sends one transaction with the own key, and says what came of it.
 *
 * @param send - Sends it.
 * @param outcome - What to say, or how to tell it from the events.
 * @throws The contract's own error.
 */
export async function act(
  context: Context,
  send: (actor: Actor) => Promise<ContractTransactionResponse>,
  outcome: Outcome | ((mined: Mined) => Outcome),
): Promise<void> {
  const mined = await mine(send(await context.actor()));
  const [value, text] = typeof outcome === 'function' ? outcome(mined) : outcome;
  context.print({ ...value, txHash: mined.hash }, text);
}
