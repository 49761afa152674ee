import type { Maker } from './makers.js';

/** Distributes some tables, in order or not. */
export const distribute: Maker = ({ random, state, by }) => {
  const tables = [...state.versions.values()].filter(({ id, tableId }) => id === tableId).map(({ id }) => id);
  const due = tables.filter((id) => {
    const open = ({ total, done } = { total: 0n, done: 0n }) => total > done;
    return open(state.sales.get(id)) || open(state.royalties.get(id));
  });
  const some = (random.chance(0.8) ? due : tables).filter(() => random.chance(0.5)).reverse();
  if (some.length === 0) return undefined;
  if (random.chance(0.04)) return { type: 'distribute', by, tables: [...some, some[0] ?? 1] };
  if (random.chance(0.04)) return { type: 'distribute', by, tables: [random.between(1, state.versions.size + 1)] };
  return { type: 'distribute', by, tables: some };
};

/** Pays some members, in order or not. */
export const payOut: Maker = ({ random, state, by }) => {
  const some = [...state.members.keys(), 99].sort((a, b) => a - b).filter(() => random.chance(0.5));
  if (some.length === 0) return undefined;
  return { type: 'payOut', by, members: random.chance(0.05) ? [...some, ...some] : some };
};

export const payFees: Maker = ({ by }) => ({ type: 'payFees', by });
