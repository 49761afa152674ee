import type { Server } from 'node:http';
import { pino } from 'pino';
import type { Deployment } from '../../sdk/deployment.js';
import { createLongReads, createSnapshot } from '../../server/bind-reads.js';
import { createReaders } from '../../server/domain/readers.js';
import type { Snapshot } from '../../server/domain/reads.js';
import type { WebhookBook } from '../../server/domain/webhooks/webhook-book.js';
import { createApp } from '../../server/http/app.js';
import type { LiveFeed } from '../../server/http/live-events.js';
import { createMetrics } from '../../server/http/metrics.js';
import type { Engine } from '../../server/store/engine.js';
import { openEmptyStore } from './stores.js';

const AUDIENCE = 'http://store.test';

/** The API on a store that a test fills by hand: no chain. */
export interface StoreService {
  store: Engine;
  snapshot: Snapshot;
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a store.
 *
 * @param options.store - Absent: an empty one.
 * @param options.feed - Absent: nothing is ever new.
 * @param options.around - Stands between the API and the store's snapshots.
 * @param options.policy - Who reads; any key signs in without being asked for more.
 */
export async function serveStore(
  options: { around?: (snapshot: Snapshot) => Snapshot; policy?: 'open' | 'members'; feed?: LiveFeed; store?: Engine } = {},
): Promise<StoreService> {
  const store = options.store ?? (await openEmptyStore());
  const { around = (same) => same, feed = { subscribe: () => () => {} }, policy = 'open' } = options;
  const snapshot = around(createSnapshot(store.db, 'a test', () => ({ gasPerTransaction: 1, feesSeconds: 0 })));
  const app = createApp({
    snapshot,
    longReads: createLongReads(snapshot, store.shared),
    readers: createReaders({
      secret: Buffer.alloc(32),
      policy,
      hosts: () => [AUDIENCE.replace('http://', '')],
      now: () => 9,
      hasSigned: async () => true,
      spendNonce: async () => true,
    }),
    webhooks: {} as WebhookBook,
    state: { health: async () => ({ healthy: true }), ready: () => ({ ready: true, reason: null }) },
    deployment: { name: 'test', contracts: {} } as unknown as Deployment,
    metrics: createMetrics({}),
    feed,
    portalFolder: undefined,
    rateLimit: 0,
    version: '1',
    log: pino({ level: 'silent' }),
  });
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return {
    store,
    snapshot,
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
    },
  };
}

/** A token for a key. */
export async function tokenFor(served: StoreService, key: string): Promise<string> {
  const said = { key, audience: AUDIENCE, issuedAt: 9, nonce: hashOf(1), signature: '0x00' };
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${served.url}/tokens`, { method: 'POST', headers, body: JSON.stringify(said) });
  return ((await response.json()) as { token: string }).token;
}

/** Writes the head of the index. */
export async function setHead(store: Engine, block: number): Promise<void> {
  const head = { block, block_hash: hashOf(block), block_time: 1000 + block };
  await store.db
    .insertInto('cursors')
    .values({ chain_id: 1, genesis_hash: hashOf(0), ...head })
    .onConflict((conflict) => conflict.column('singleton').doUpdateSet(head))
    .execute();
}

/** Writes events into the audit trail, one a block, two logs apart. */
export async function addEvents(store: Engine, from: number, count: number, argsOf: (block: number) => object): Promise<void> {
  for (let done = 0; done < count; done += 500) {
    const blocks = Array.from({ length: Math.min(500, count - done) }, (_, at) => from + done + at);
    await store.db
      .insertInto('blocks')
      .values(blocks.map((block) => ({ number: block, hash: hashOf(block), time: 1000 + block })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await store.db
      .insertInto('events')
      .values(
        blocks.map((block) => ({
          log_index: block % 7,
          block,
          tx_hash: hashOf(block + 1_000_000),
          contract: 'MemberRegistry',
          type: block % 2 === 0 ? 'MemberAdmitted' : 'KeyAdded',
          args: JSON.stringify(argsOf(block)),
        })),
      )
      .execute();
  }
}

/** Writes members. */
export async function addMembers(store: Engine, ids: readonly number[], nameOf: (id: number) => string): Promise<void> {
  for (let at = 0; at < ids.length; at += 500) {
    await store.db
      .insertInto('members')
      .values(
        ids.slice(at, at + 500).map((id) => ({
          id,
          legal_name: nameOf(id),
          scheme: 'LEI',
          identifier: `number ${id}`,
          identifier_hash: hashOf(id),
          credential_hash: hashOf(id),
          notary_id: 1,
          status: 'active' as const,
          admitted_at: 1,
          valid_until: 9_999_999_999,
          payout_account: `0x${'00'.repeat(20)}`,
          payout_minimum: 0n,
          block: 1,
        })),
      )
      .execute();
  }
}

function hashOf(value: number): string {
  return `0x${value.toString(16).padStart(64, '0')}`;
}
