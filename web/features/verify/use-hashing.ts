import { useEffect, useRef, useState } from 'react';
import type { Given, Refusal, Said } from './messages.js';

/** How far the hashing is. */
export type Hashing = { name: string } & Said;

/** Hashes what is given in a worker of its own, so that the page stays alive; a new one ends the old. */
export function useHashing(): { hashing: Hashing | undefined; hash(given: Given): void; refuse(refusal: Refusal): void } {
  const [hashing, setHashing] = useState<Hashing>();
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  return {
    hashing,
    refuse(refusal) {
      worker.current?.terminate();
      setHashing({ name: '', type: 'refused', ...refusal });
    },
    hash(given) {
      worker.current?.terminate();
      const { name } = given;
      setHashing({ name, type: 'progress', percent: 0 });
      if (given.files.length === 0) return setHashing({ name, type: 'refused', reason: 'empty' });
      worker.current = new Worker(new URL('./hash-files.ts', import.meta.url), { type: 'module' });
      worker.current.onmessage = ({ data }: MessageEvent<Said>) => setHashing({ name, ...data });
      worker.current.onerror = () => setHashing({ name, type: 'refused', reason: 'unreadable' });
      worker.current.postMessage(given);
    },
  };
}
