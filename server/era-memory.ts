/** Answers by key that stay true for an era. */
export interface EraMemory<Key, Value> {
  /**
   * Finds answers, and asks for those only that are not known.
   *
   * @param era - What the answers are true for; with another one, all are forgotten.
   * @param load - The answer to one key; undefined when there is none, then it is asked for again the next time.
   * @returns Finds the answers to keys, and gives all that are known: those to other keys, too.
   */
  during(era: string, load: (key: Key) => Promise<Value | undefined>): (keys: Iterable<Key>) => Promise<ReadonlyMap<Key, Value>>;
}

/**
 * Makes a memory.
 *
 * @param most - Most answers; with more, it begins anew.
 */
export function createEraMemory<Key, Value>(most: number): EraMemory<Key, Value> {
  let [current, known] = ['', new Map<Key, Value>()];
  return {
    during(era, load) {
      if (era !== current || known.size > most) [current, known] = [era, new Map()];
      // Who came in one era goes on with what is true for it, also when the next one has begun meanwhile.
      const own = known;
      return async (keys) => {
        const unknown = [...new Set(keys)].filter((key) => !own.has(key));
        await Promise.all(
          unknown.map(async (key) => {
            const value = await load(key);
            if (value !== undefined) own.set(key, value);
          }),
        );
        return own;
      };
    },
  };
}
