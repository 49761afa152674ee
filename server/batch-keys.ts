/**
 * Turns a question about many keys into one about a single key: what is asked at once goes to the store in one statement.
 *
 * @param load - Answers by key; a key without an answer is absent.
 */
export function batchKeys<Key, Value>(load: (keys: Key[]) => Promise<Map<Key, Value>>): (key: Key) => Promise<Value | undefined> {
  let batch: { keys: Set<Key>; loaded: Promise<Map<Key, Value>> } | undefined;
  const open = () => {
    const keys = new Set<Key>();
    const loaded = (async () => {
      await new Promise((resolve) => setImmediate(resolve));
      batch = undefined;
      return load([...keys]);
    })();
    return { keys, loaded };
  };
  return async (key) => {
    batch ??= open();
    batch.keys.add(key);
    return (await batch.loaded).get(key);
  };
}
