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

const LEADS = 'this process leads now';

/** Who leads and could not do the work for so long leaves it to others, and how often that is looked at, in milliseconds. */
const HAND_OVER_MS = 5_000;
const LOOK_MS = 1_000;

/**
 * Does the work while this process leads, lays it down when another one does, and takes it up again. Who can't take it up steps back for
 * others. At the start that is a refusal: a service that is set up wrongly is not to wait for its turn.
 *
 * @param options.able - Whether this process can do the work that it has taken up; when not, it is left to others where there are some.
 * @param options.takeUp - Begins the work.
 * @param options.follow - Looks, at the start, whether this process can serve behind another one.
 * @param options.onNews - Called when somebody has written to the store.
 * @throws What taking up or following throws at the start.
 */
export async function standForLead<T extends Work>(options: {
  store: Engine;
  log: Logger;
  able(): boolean;
  takeUp(): Promise<T>;
  follow(leads: () => boolean): Promise<void>;
  onNews(): void;
}): Promise<Leadership<T>> {
  const { log, store } = options;
  let work: T | undefined;
  let turn: Promise<void> = Promise.resolve();
  let started = false;
  let leaving = false;
  let place: Place | undefined;
  /** What the log has said of this process last. */
  let said = '';
  let unableSince: number | undefined;

  const say = (how: string, error?: unknown): void => {
    const all = error === undefined ? how : `${how}: ${error}`;
    if (all === said) return;
    said = all;
    if (error === undefined) log.info(how);
    else log.error({ err: error }, how);
  };

  const layDown = async (): Promise<void> => {
    const laid = work;
    work = undefined;
    await laid?.stop().catch((error: unknown) => log.error({ err: error }, 'duties were not laid down in order'));
  };
  const change = async (leads: boolean): Promise<void> => {
    await layDown();
    if (leaving) return;
    try {
      if (leads) work = await options.takeUp();
      else if (!started) await options.follow(() => place?.leads() === true);
      if (started && (leads || said === LEADS)) say(leads ? LEADS : 'this process follows now');
    } catch (error) {
      if (!started) throw error;
      say('this process can not lead now', error);
      place?.stepBack();
    }
    options.onNews();
  };
  /** Nobody else leads before all is laid down. */
  const handOver = async (): Promise<void> => {
    if (work === undefined || leaving) return;
    log.error('no node answers this process, which leads: it leaves that to others');
    await layDown();
    place?.stepBack();
  };
  const look = async (): Promise<void> => {
    if (options.able() || work === undefined) unableSince = undefined;
    else unableSince ??= Date.now();
    if (unableSince === undefined || Date.now() - unableSince < HAND_OVER_MS) return;
    if (((await place?.others()) ?? 0) > 0) turn = turn.then(handOver);
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
  if (place?.leads()) said = LEADS;
  const watch = setInterval(() => void look(), LOOK_MS);
  return {
    work: () => work,
    leads: () => work !== undefined,
    problem: () => place?.problem(),
    async leave() {
      // Nobody else leads before all is laid down.
      leaving = true;
      clearInterval(watch);
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
