import type { Buttons, Clock } from './payout-ports.js';

/** First pause after a node did not answer, the longest one, and how long we ask in all, in milliseconds. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
const MOST_PATIENCE_MS = 60_000;

/**
 * Asks again, with growing pauses, while a node does not answer.
 *
 * @param clock - Pauses.
 * @param ask - What is asked; asking twice must be harmless.
 * @throws `NODE_UNREACHABLE` when it has not answered for a minute of pauses.
 */
export async function patiently<T>(clock: Pick<Clock, 'pause'>, ask: () => Promise<T>): Promise<T> {
  for (let [pause, waited] = [FIRST_PAUSE_MS, 0]; ; pause = Math.min(LONGEST_PAUSE_MS, 2 * pause)) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { code?: string }).code !== 'NODE_UNREACHABLE' || waited >= MOST_PATIENCE_MS) throw error;
    }
    await clock.pause(pause);
    waited += pause;
  }
}

/** The same buttons, asked patiently. */
export function patientButtons(buttons: Buttons, clock: Pick<Clock, 'pause'>): Buttons {
  const patient =
    <A extends unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A) =>
      patiently(clock, () => ask(...args));
  return {
    address: buttons.address,
    minedCount: patient(buttons.minedCount),
    blockGas: patient(buttons.blockGas),
    price: patient(buttons.price),
    suggestedPrice: patient(buttons.suggestedPrice),
    balance: patient(buttons.balance),
    refusal: patient(buttons.refusal),
    sign: buttons.sign,
    send: patient(buttons.send),
    outcome: patient(buttons.outcome),
  };
}
