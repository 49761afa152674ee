import { useSyncExternalStore } from 'react';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import { queryClient } from './api.js';

/** Events that are kept to be shown. */
const MOST = 50;
/** A block's events arrive one by one: what they change is asked for once. */
const SETTLE_MS = 300;

/** What came in while this page is open, newest first, and whether more can come. */
interface Live {
  connected: boolean;
  events: readonly AnswerOf<'events'>[];
}

let live: Live = { connected: false, events: [] };
const listeners = new Set<() => void>();

function set(next: Partial<Live>): void {
  live = { ...live, ...next };
  for (const listener of listeners) listener();
}

/** Listens to the service; each new event makes what is shown be asked for anew. The browser reconnects by itself and misses nothing. */
export function startLive(): void {
  let waiting = false;
  const source = new EventSource('/events/live');
  source.onopen = () => set({ connected: true });
  source.onerror = () => set({ connected: false });
  source.onmessage = ({ data }) => {
    set({ events: [JSON.parse(data as string) as AnswerOf<'events'>, ...live.events].slice(0, MOST) });
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'network' });
    }, SETTLE_MS);
  };
}

/** See {@link Live}. */
export function useLive(): Live {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => live,
  );
}
