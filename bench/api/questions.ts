import pg from 'pg';
import { randomFrom } from '../index/random.js';

/** What is asked of the API, in many ways of the same kind. */
export interface Question {
  name: string;
  /** `one` is held against a bare route, the others against a longest time. */
  kind: 'one' | 'list' | 'lineage' | 'search' | 'total';
  paths: string[];
}

/** So many different ids are asked for: more than are asked in one measurement of most questions. */
const MANY = 20_000;
/** So many of those that everybody asks for. */
const FEW = 500;

/** Asks the store what there is to ask for. */
export async function makeQuestions({ schema, url }: { url: string; schema: string }): Promise<Question[]> {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
  await client.connect();
  const column = async (query: string): Promise<string[]> =>
    (await client.query({ text: query, rowMode: 'array' })).rows.map(([one]) => String(one));
  const most = async (table: string) => Number((await column(`select max(id) from ${table}`))[0]);
  try {
    const random = randomFrom(0xa5c);
    const [datasets, versions, members, grants, offers] = [
      await most('datasets'),
      await most('versions'),
      await most('members'),
      await most('grants'),
      await most('offers'),
    ];
    const any = (largest: number) => Array.from({ length: MANY }, () => 1 + Math.floor(random() * largest));
    /** Few are asked for often, by the law by which they are bought. */
    const popular = (largest: number) => Array.from({ length: MANY }, () => 1 + Math.floor(random() ** 8 * largest));
    const at = <Id>(path: (id: Id) => string, ids: readonly Id[]) => ids.map(path);
    const blocks = Number((await column('select block from cursors'))[0]);
    // A sample that costs no pass over the whole table.
    const payouts = await column(`select block || '.' || log_index from payouts where block % 7 = 0 limit ${MANY}`);
    const hot =
      await column(`select dataset_id from (select t.dataset_id, count(*) as n from grants g join terms t on t.id = g.terms_id
      group by 1 order by n desc limit ${FEW}) as bought`);
    const rich = await column(`select owner_id from datasets group by 1 order by count(*) desc limit ${FEW}`);
    const busy = await column(`select member_id from grants group by 1 order by count(*) desc limit ${FEW}`);
    const roots = await column(`select source_id from sources group by 1 order by count(*) desc limit ${FEW}`);
    const leaves = await column(
      `select id from versions where id in (select version_id from sources) order by id desc limit ${FEW}`,
    );
    const hashes = await column(`select content_root from versions where id % 50 = 0 limit ${MANY}`);
    const transactions = await column(`select tx_hash from events where block % 100 = 0 limit ${MANY}`);
    const types = ['AccessPurchased', 'VersionPublished', 'Distributed', 'PaidOut'];
    const ofMembers = ['AccessPurchased', 'VersionPublished', 'PaidOut'];
    const places = Array.from({ length: FEW }, () => `${Math.floor(random() * blocks)}.0`);
    const one = (name: string, paths: string[]): Question => ({ name, kind: 'one', paths });
    const list = (name: string, paths: string[]): Question => ({ name, kind: 'list', paths });
    return [
      one(
        '/datasets/:id',
        at((id) => `/datasets/${id}`, any(datasets)),
      ),
      one(
        '/datasets/:id, few asked often',
        at((id) => `/datasets/${id}`, popular(datasets)),
      ),
      one(
        '/datasets/:id, always the same hundred',
        at((id) => `/datasets/${id}`, any(datasets).slice(0, 100)),
      ),
      one(
        '/versions/:id',
        at((id) => `/versions/${id}`, any(versions)),
      ),
      one(
        '/grants/:id',
        at((id) => `/grants/${id}`, any(grants)),
      ),
      one(
        '/offers/:id',
        at((id) => `/offers/${id}`, any(offers)),
      ),
      one(
        '/members/:id',
        at((id) => `/members/${id}`, any(members)),
      ),
      one(
        '/payouts/:id',
        at((id) => `/payouts/${id}`, payouts),
      ),
      list(
        '/datasets',
        at((id) => `/datasets?after=${id}`, any(datasets - 1_000)),
      ),
      list(
        '/datasets?owner=',
        at((id) => `/datasets?owner=${id}`, rich),
      ),
      list(
        '/versions?dataset=',
        at((id) => `/versions?dataset=${id}`, any(datasets)),
      ),
      list(
        '/offers',
        at((id) => `/offers?after=${id}`, any(offers - 1_000)),
      ),
      list(
        '/purchases',
        at((place) => `/purchases?after=${place}`, places),
      ),
      list(
        '/purchases?dataset= of those bought most',
        at((id) => `/purchases?dataset=${id}`, hot),
      ),
      list(
        '/purchases?dataset=&order=desc, same',
        at((id) => `/purchases?dataset=${id}&order=desc`, hot),
      ),
      list(
        '/purchases?dataset=&after=, same',
        hot.map((id, i) => `/purchases?dataset=${id}&after=${places[i]}`),
      ),
      list(
        '/grants?member= of who buys most',
        at((id) => `/grants?member=${id}`, busy),
      ),
      list(
        '/grants?dataset= of those bought most',
        at((id) => `/grants?dataset=${id}`, hot),
      ),
      list(
        '/events, from anywhere',
        at((place) => `/events?after=${place}`, places),
      ),
      list(
        '/events?type=, from anywhere',
        places.map((place, i) => `/events?type=${types[i % types.length]}&after=${place}`),
      ),
      list(
        '/events?member=',
        at((id) => `/events?member=${id}`, any(members)),
      ),
      list(
        '/events?member=&order=desc',
        at((id) => `/events?member=${id}&order=desc`, any(members)),
      ),
      list(
        '/events?dataset= of those bought most',
        at((id) => `/events?dataset=${id}`, hot),
      ),
      list(
        '/events?dataset=&order=desc, same',
        at((id) => `/events?dataset=${id}&order=desc`, hot),
      ),
      list(
        '/events?dataset=&after=, same',
        hot.map((id, i) => `/events?dataset=${id}&after=${places[i]}`),
      ),
      list(
        '/events?member=&type=',
        busy.map((id, i) => `/events?member=${id}&type=${ofMembers[i % ofMembers.length]}`),
      ),
      list(
        '/payouts',
        at((place) => `/payouts?after=${place}`, places),
      ),
      list(
        '/distributions',
        at((place) => `/distributions?after=${place}`, places),
      ),
      list(
        '/members/:id/credits',
        at((id) => `/members/${id}/credits?order=desc`, any(members)),
      ),
      {
        name: '/versions/:id/lineage, sources, 10 levels',
        kind: 'lineage',
        paths: at((id) => `/versions/${id}/lineage?depth=10`, leaves),
      },
      {
        name: '/versions/:id/lineage, derivatives of those used most, 10 levels',
        kind: 'lineage',
        paths: at((id) => `/versions/${id}/lineage?direction=derivatives&depth=10`, roots),
      },
      { name: '/search by id', kind: 'search', paths: at((id) => `/search?q=${id}`, any(datasets)) },
      { name: '/search by hash', kind: 'search', paths: at((hash) => `/search?q=${hash}`, hashes) },
      { name: '/search by transaction', kind: 'search', paths: at((hash) => `/search?q=${hash}`, transactions) },
      {
        name: '/search by text, few hits',
        kind: 'search',
        paths: at((id) => `/search?q=lot%20${id}`, any(datasets)),
      },
      {
        name: '/search by text, many hits',
        kind: 'search',
        paths: ['vibration', 'Gerlach', '용접'].map((word) => `/search?q=${encodeURIComponent(word)}`),
      },
      { name: '/overview', kind: 'total', paths: ['/overview'] },
      { name: '/books', kind: 'total', paths: ['/books'] },
      { name: '/books/days', kind: 'total', paths: ['/books/days'] },
    ];
  } finally {
    await client.end();
  }
}
