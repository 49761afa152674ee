/** Remembers what was set lately: at least so many entries, at most twice as many. */
export interface Recent<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): void;
}

/**
 * Makes an empty memory.
 *
 * @param least - So many of the latest entries are remembered for sure.
 */
export function createRecent<K, V>(least: number): Recent<K, V> {
  let young = new Map<K, V>();
  let old = new Map<K, V>();
  return {
    get: (key) => young.get(key) ?? old.get(key),
    set(key, value) {
      if (young.size >= least && !young.has(key)) [old, young] = [young, new Map()];
      young.set(key, value);
    },
  };
}
