/** Remembers what was set lately, in turns. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
  /** Begins a turn. */
  turn(): void;
}

/**
 * Makes an empty memory. What was set in this turn and the two before is remembered for sure; before that, at least so many entries.
 *
 * @param least - So many.
 */
export function createRecent<K, V>(least: number): Recent<K, V> {
  let young = new Map<K, V>();
  let middle = new Map<K, V>();
  let old = new Map<K, V>();
  return {
    get: (key) => young.get(key) ?? middle.get(key) ?? old.get(key),
    set: (key, value) => void young.set(key, value),
    turn() {
      if (young.size >= least) [young, middle, old] = [new Map(), young, middle];
    },
  };
}
