import { must, type State, type Version, WHOLE_BPS } from '../model/state.js';

/** What the honest got from what others made of their data. */
export interface HonestDues {
  /** Tables of others that owe an honest dataset a royalty. */
  tables: number;
  /** Of these, tables whose version names no version of that dataset: it lies further back. */
  distant: number;
  /** In base units. */
  received: bigint;
}

/**
 * Law: once all is distributed, each dataset of an honest member has got exactly what the agreed royalties give it of everything made from
 * its data, whatever the others did. The rate is carried forward here, from each naming to all that comes after it, as its owner would
 * reckon it; the walk back that judged each table has no part in it.
 */
export function requireHonestDues(state: State, honest: readonly number[]): HonestDues {
  const dues: HonestDues = { tables: 0, distant: 0, received: 0n };
  for (const { id: datasetId, owner, versions } of state.datasets.values()) {
    if (!honest.includes(owner)) continue;
    const rates = carriedForward(state, datasetId);
    let due = 0n;
    for (const [tableId, { rate, isDistant }] of rates) {
      dues.tables++;
      if (isDistant) dues.distant++;
      due += ((state.sales.get(tableId)?.total ?? 0n) * BigInt(rate)) / BigInt(WHOLE_BPS);
    }
    const received = versions.reduce((sum, id) => sum + (state.royalties.get(id)?.total ?? 0n), 0n);
    if (received !== due) throw new Error(`dataset ${datasetId} of an honest member got ${received} of ${due}`);
    dues.received += received;
  }
  return dues;
}

interface Rate {
  rate: number;
  isDistant: boolean;
}

/** Table → the royalty to a dataset that it inherits from its parents, from the oldest table to the newest. */
function carriedForward(state: State, datasetId: number): Map<number, Rate> {
  const rates = new Map<number, Rate>();
  const tables = [...state.versions.values()].filter(
    (version) => version.tableId === version.id && version.datasetId !== datasetId,
  );
  for (const table of tables) {
    const agreed = agreedNow(state, table, datasetId);
    const inherited = parentsOf(state, table, datasetId).map((id) => rates.get(id)?.rate);
    const all = [...agreed, ...inherited].filter((rate) => rate !== undefined);
    if (all.length > 0) rates.set(table.id, { rate: Math.max(...all), isDistant: agreed.length === 0 });
  }
  return rates;
}

function agreedNow(state: State, { namings }: Version, datasetId: number): number[] {
  return namings.flatMap(({ versionId, terms }) =>
    terms !== undefined && must(state.versions, versionId).datasetId === datasetId ? [terms.royaltyBps] : [],
  );
}

function parentsOf(state: State, { id, namings, released, datasetId: mine }: Version, datasetId: number): number[] {
  const sources = namings.map(({ versionId }) => must(state.versions, versionId).tableId);
  const earlier = must(state.datasets, mine).versions.filter((one) => one < id && one > (released.get(datasetId) ?? 0));
  return [...sources, ...earlier];
}
