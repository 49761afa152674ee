import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { connectToLock, countOthers, LOCK_AGAIN_MS, showOffer, tryLock } from './advisory-lock.js';

/** Who could not do what the lead asks for leaves it to others for so long, in milliseconds. */
const STEP_BACK_MS = 2_000;

/** PostgreSQL refuses longer names of channels. */
const LONGEST_NAME = 63;

/** How one process stands among those that serve the same schema. */
export interface Place {
  leads(): boolean;
  /** Why nothing is heard of the others; undefined while all is well. */
  problem(): string | undefined;
  /** Leaves the lead to others for a moment. */
  stepBack(): void;
  /** Says whether this process would lead; at first it would. One that would not any more goes on while it leads. */
  offer(wouldLead: boolean): void;
  /** How many others would lead; 0 also when nothing is heard of them. */
  others(): Promise<number>;
  leave(): Promise<void>;
}

/** What a process is told of its place. */
export interface PlaceCalls {
  onLead(): void;
  onFollow(): void;
  /** Somebody has written. */
  onNews(): void;
}

/**
 * Takes a place among the processes that serve a schema: one leads, by an advisory lock, and another one as soon as that is gone. Each hears
 * when somebody has written.
 *
 * @param settings - Of a connection of its own.
 * @param schema - What is served.
 * @param calls - Told of changes, in order; the first call says how it stands at first.
 */
export function takePlace(settings: pg.ClientConfig, schema: string, calls: PlaceCalls): Place {
  let client: pg.Client | undefined;
  let leads = false;
  let left = false;
  let problem: string | undefined;
  let notBefore = 0;
  let told: boolean | undefined;
  let wouldLead = true;
  /** Whether this process itself ends the connection: that is no problem. */
  let stepsBack = false;

  const stand = (lead: boolean): void => {
    leads = lead;
    if (told === lead) return;
    told = lead;
    if (lead) calls.onLead();
    else calls.onFollow();
  };

  /** One connection, until it breaks. */
  const serve = async (): Promise<void> => {
    const fresh = await connectToLock(settings);
    client = fresh;
    const over = new AbortController();
    fresh.once('end', () => over.abort());
    fresh.on('notification', () => calls.onNews());
    try {
      await fresh.query(`listen "${channelOf(schema)}"`);
      problem = undefined;
      // What was said before this connection listened.
      calls.onNews();
      for (let shown = false; !left; ) {
        if (shown !== wouldLead) {
          shown = wouldLead;
          await showOffer(fresh, schema, shown);
        }
        if (!leads) stand(wouldLead && Date.now() >= notBefore && (await tryLock(fresh, schema)));
        await sleep(LOCK_AGAIN_MS, undefined, { signal: over.signal });
      }
    } finally {
      await fresh.end().catch(() => {});
    }
  };

  const loop = (async () => {
    while (!left) {
      const broke: unknown = await serve().catch((error: unknown) => error);
      client = undefined;
      if (left) break;
      const why = broke instanceof Error && broke.name !== 'AbortError' ? `: ${broke.message}` : '';
      problem = stepsBack ? undefined : `the connection to the database broke${why}`;
      stepsBack = false;
      stand(false);
      await sleep(LOCK_AGAIN_MS);
    }
  })();

  return {
    leads: () => leads,
    problem: () => problem,
    stepBack() {
      notBefore = Date.now() + STEP_BACK_MS;
      stepsBack = client !== undefined;
      void client?.end();
    },
    offer(would) {
      wouldLead = would;
    },
    others: async () => (client === undefined ? 0 : countOthers(client, schema).catch(() => 0)),
    async leave() {
      left = true;
      await client?.end();
      await loop;
    },
  };
}

/** What tells others that a schema was written to. */
export function channelOf(schema: string): string {
  return schema.slice(0, LONGEST_NAME);
}
