import { useSyncExternalStore } from 'react';
import { queryClient } from './api.js';

/** A block's events arrive one by one: what they change is asked for once. */
const SETTLE_MS = 300;
/** Pauses before a stream that the service has refused is asked for again: each twice the one before. */
const AGAIN_MS = 2_000;
const LONGEST_MS = 60_000;

let connected = false;
let source: EventSource | undefined;
let refusals = 0;
const listeners = new Set<() => void>();

function setConnected(next: boolean): void {
  connected = next;
  for (const listener of listeners) listener();
}

/**
 * Listens to the service while the page is seen; each new event makes what is shown be asked for anew. A page in the background lets go, for a
 * browser opens only some connections to one service; when it is seen again, all is asked for anew.
 */
export function startLive(): void {
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : listen()));
  if (!document.hidden) listen();
}

function leave(): void {
  source?.close();
  source = undefined;
}

function listen(): void {
  leave();
  const mine = new EventSource('/events/live');
  source = mine;
  mine.onopen = () => {
    refusals = 0;
    setConnected(true);
    askAnew();
  };
  mine.onmessage = askAnew;
  mine.addEventListener('rewind', askAnew);
  mine.onerror = () => {
    setConnected(false);
    // The browser reconnects by itself, but not after a refusal.
    if (mine.readyState !== EventSource.CLOSED) return;
    setTimeout(() => source === mine && listen(), Math.min(AGAIN_MS * 2 ** refusals++, LONGEST_MS));
  };
}

let asking = false;
let changed = false;

/** Asks for what is shown; what changes meanwhile is asked for when the answers are there, so that no answer is overtaken by the next question. */
function askAnew(): void {
  changed = true;
  if (asking) return;
  asking = true;
  setTimeout(async () => {
    changed = false;
    await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'network' });
    asking = false;
    if (changed) askAnew();
  }, SETTLE_MS);
}

/** Whether new events come in by themselves. */
export function useLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connected,
  );
}
