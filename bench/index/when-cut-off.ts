const undo = new Set<() => Promise<void>>();
let listening = false;

/**
 * Has something undone when the bench is told to end before its end.
 *
 * @param stop - Undoes it; not called when the bench goes on to its end.
 * @returns Called when it is undone already.
 */
export function whenCutOff(stop: () => Promise<void>): () => void {
  undo.add(stop);
  if (!listening) {
    listening = true;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        void Promise.allSettled([...undo].map((one) => one())).finally(() => process.exit(1));
      });
    }
  }
  return () => undo.delete(stop);
}
