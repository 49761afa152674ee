import type { AsOf } from '../../sdk/api/client.js';
import { ENDPOINTS, type EndpointName } from '../../sdk/api/endpoints.js';
import { createSnapshot } from '../../server/bind-reads.js';
import type { PageOf } from '../../server/domain/page.js';
import type { LedgerReads } from '../../server/domain/reads.js';
import type { RouteContext } from '../../server/http/route.js';
import { ROUTES } from '../../server/http/routes.js';
import type { Engine } from '../../server/store/engine.js';

type Told = Record<string, unknown>;

/** Lists that give the ids of what others show one by one. */
const IDS_OF = {
  '/members/:id': 'members',
  '/datasets/:id': 'datasets',
  '/versions/:id': 'versions',
  '/grants/:id': 'grants',
} as const;
/** So small that most lists have several pages. */
const LIMIT = '5';

/**
 * All that the API says of the state of a ledger: each list, filtered in each way and page by page, and each thing by itself.
 *
 * @param store - The index.
 * @param asOf - As of this block; absent: as of the newest.
 */
export async function tellState(store: Engine, asOf?: number): Promise<Told> {
  return (await tellStates(store, [asOf]))[0] as Told;
}

/**
 * The same of several blocks, asked at the same time in one transaction.
 *
 * @param store - The index.
 * @param blocks - As of these; undefined: as of the newest.
 */
export async function tellStates(store: Engine, blocks: readonly (number | undefined)[]): Promise<Told[]> {
  const snapshot = createSnapshot(store.db, 'test', {} as LedgerReads['payoutLimits']);
  const { value } = await snapshot((head, at) => Promise.all(blocks.map((asOf) => tell(head, at, asOf))));
  return value;
}

async function tell(head: LedgerReads, at: AsOf, asOf: number | undefined): Promise<Told> {
  const { reads } = asOf === undefined ? { reads: head } : await head.asOf(asOf);
  const told: Told = {};
  const context = { reads, now: 0, at: at.blockTime, contracts: {} } as unknown as RouteContext;
  const ask = async (name: EndpointName, query: Record<string, string>): Promise<unknown> => {
    const route = ROUTES.find((one) => one.name === name);
    return route?.handle(ENDPOINTS[name].input.parse(query) as never, context);
  };
  const all = async (name: EndpointName, query: Record<string, string>): Promise<unknown[]> => {
    const rows: unknown[] = [];
    for (let after: string | null = null; ; ) {
      const page = (await ask(name, { ...query, limit: LIMIT, ...(after === null ? {} : { after }) })) as PageOf<unknown>;
      rows.push(...page.data);
      if (page.next === null) return rows;
      after = page.next;
    }
  };
  const add = async (name: EndpointName, query: Record<string, string> = {}): Promise<void> => {
    const { list } = ENDPOINTS[name];
    told[`${name} ${JSON.stringify(query)}`] = await (list ? all(name, query) : ask(name, query));
  };
  const ids: Record<string, string[]> = {};
  for (const name of Object.values(IDS_OF)) ids[name] = ((await all(name, {})) as { id: number }[]).map(({ id }) => String(id));
  for (const name of TIMELESS) {
    const kind = Object.entries(IDS_OF).find(([path]) => ENDPOINTS[name].path.startsWith(path))?.[1];
    if (kind === undefined) await add(name);
    else for (const id of ids[kind] ?? []) await add(name, { id });
  }
  for (const status of ['active', 'suspended', 'voided']) await add('members', { status });
  for (const member of ids.members ?? []) {
    await add('datasets', { owner: member });
    await add('grants', { member });
    await add('credits', { id: member, order: 'desc' });
  }
  for (const dataset of ids.datasets ?? []) {
    await add('grants', { dataset });
    await add('versions', { dataset });
    await add('owners', { id: dataset, order: 'desc' });
  }
  return told;
}

/** Endpoints that answer as of a past block. */
export const TIMELESS = (Object.keys(ENDPOINTS) as EndpointName[]).filter((name) => 'asOf' in ENDPOINTS[name].input.shape);
