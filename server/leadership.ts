import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LedgerError } from '../sdk/errors.js';
import type { Engine } from './store/engine.js';
import type { Place } from './store/take-place.js';

/** Work that only the process that leads does. */
export interface Work {
  stop(): Promise<void>;
}

/** How this process stands, and what it does of the work that only one does. */
export interface Leadership<T extends Work> {
  /** The work, while this process does it. */
  work(): T | undefined;
  leads(): boolean;
  /** Why nothing is heard of the others; undefined while all is well. */
  problem(): string | undefined;
  leave(): Promise<void>;
}

/** Who leads and is answered by no node for so long leaves that to others; and how often nodes are asked, in milliseconds. */
const HAND_OVER_MS = 5_000;
const ASK_MS = 1_000;

/**
 * Does the work while this process leads, lays it down when another one does, and takes it up again. Who can't take it up steps back for
 * others, and so does who is answered by no node, when there are others who are. At the start that is a refusal: a service that is set up wrongly is
 * not to wait for its turn.
 *
 * @param options.answers - Whether a node answers this process.
 * @param options.takeUp - Begins the work.
 * @param options.follow - Looks, at the start, whether this process can serve behind another one.
 * @param options.onNews - Called when somebody has written to the store.
 * @param options.pace - Quicker in tests.
 * @throws What taking up or following throws at the start.
 */
export async function standForLead<T extends Work>(options: {
  store: Pick<Engine, 'takePlace' | 'shared'>;
  log: Pick<Logger, 'info' | 'error'>;
  answers(): Promise<boolean>;
  takeUp(): Promise<T>;
  follow(leads: () => boolean): Promise<void>;
  onNews(): void;
  pace?: { handOverMs: number; askMs: number };
}): Promise<Leadership<T>> {
  const { log, pace = { handOverMs: HAND_OVER_MS, askMs: ASK_MS }, store } = options;
  let work: T | undefined;
  let turn: Promise<void> = Promise.resolve();
  let started = false;
  let place: Place | undefined;
  let silentSince: number | undefined;
  const leaving = new AbortController();

  const layDown = async (): Promise<void> => {
    const laid = work;
    work = undefined;
    await laid?.stop().catch((error: unknown) => log.error({ err: error }, 'duties were not laid down in order'));
  };
  const change = async (leads: boolean): Promise<void> => {
    await layDown();
    if (leaving.signal.aborted) return;
    try {
      if (leads) work = await options.takeUp();
      else if (!started) await options.follow(() => place?.leads() === true);
      if (started) log.info(leads ? 'this process leads now' : 'this process follows now');
    } catch (error) {
      if (!started) throw error;
      log.error({ err: error }, 'this process can not lead now');
      place?.stepBack();
    }
    options.onNews();
  };
  /** Nobody else leads before all is laid down. */
  const handOver = async (): Promise<void> => {
    if (work === undefined || silentSince === undefined || leaving.signal.aborted) return;
    const seconds = Math.round((Date.now() - silentSince) / 1000);
    log.error({ seconds }, 'this process leads and is answered by no node: it leaves the lead to others');
    await layDown();
    place?.stepBack();
  };
  const watchNodes = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      if (await options.answers()) silentSince = undefined;
      else silentSince ??= Date.now();
      place?.offer(silentSince === undefined);
      const isLong = silentSince !== undefined && Date.now() - silentSince >= pace.handOverMs;
      if (isLong && work !== undefined && ((await place?.others()) ?? 0) > 0) {
        turn = turn.then(handOver);
        await turn;
      }
      await sleep(pace.askMs, undefined, { signal: leaving.signal }).catch(() => {});
    }
  };

  await new Promise<void>((resolve, reject) => {
    const told = (leads: boolean): void => {
      turn = turn.then(() => change(leads)).then(resolve, reject);
    };
    place = store.takePlace({ onLead: () => told(true), onFollow: () => told(false), onNews: options.onNews });
  }).catch(async (error: unknown) => {
    await place?.leave();
    await layDown();
    throw error;
  });
  started = true;
  if (store.shared) void watchNodes();
  return {
    work: () => work,
    leads: () => work !== undefined,
    problem: () => place?.problem(),
    async leave() {
      // Nobody else leads before all is laid down.
      leaving.abort();
      await turn;
      await layDown();
      await place?.leave();
    },
  };
}

/** How long who follows waits for the one that leads to bring the store up to date, in milliseconds. */
export const FOLLOW_PATIENCE_MS = 10_000;

/** Asks again until there is nothing to refuse, this process leads itself, or patience is over. */
export async function withPatience(
  ask: () => Promise<LedgerError | undefined>,
  leads: () => boolean,
  patienceMs: number,
): Promise<void> {
  for (const until = Date.now() + patienceMs; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const refusal = await ask();
    if (refusal === undefined || leads()) return;
    if (Date.now() > until) throw refusal;
  }
}
