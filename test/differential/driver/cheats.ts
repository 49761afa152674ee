import { type Payee, sortPayees } from '../../../sdk/entry.js';
import type { Declared } from '../acts.js';
import type { State } from '../model/state.js';
import type { Random } from '../random.js';

type Cheat = (random: Random, state: State, by: number, declared: Declared) => Declared;

const UNKNOWN = 999;

/** Changes one royalty, and lets the first originator bear the difference. */
function changing(change: (random: Random, payee: Payee & { kind: 'royalty' }, state: State) => Payee | undefined): Cheat {
  return (random, state, _by, { payees, sources }) => {
    const royalties = payees.filter((payee) => payee.kind === 'royalty');
    const chosen = random.maybe(royalties);
    if (chosen === undefined) return { payees, sources };
    const changed = change(random, chosen, state);
    const rest = payees.filter((payee) => payee !== chosen);
    const next = changed === undefined ? rest : [...rest, changed];
    return { sources, payees: sortPayees(shift(next, chosen.shareBps - (changed?.shareBps ?? 0))) };
  };
}

/** Gives the first originator so much more. */
function shift(payees: Payee[], bps: number): Payee[] {
  const first = payees.findIndex(({ kind, shareBps }) => kind === 'originator' && shareBps + bps >= 0);
  return payees.map((payee, i) => (i === first ? { ...payee, shareBps: payee.shareBps + bps } : payee));
}

function giving(random: Random, state: State, { payees, sources }: Declared, own: boolean, by: number): Declared {
  const tables = [...state.versions.values()].filter(
    ({ id, tableId, datasetId }) => id === tableId && (state.datasets.get(datasetId)?.owner === by) === own,
  );
  const table = random.maybe(tables);
  if (table === undefined) return { payees, sources };
  const shareBps = random.pick([0, 1, 120, 700]);
  const gift: Payee = { kind: 'royalty', id: table.id, shareBps, onward: random.chance(0.6) };
  return { sources, payees: sortPayees([...shift(payees, -shareBps), gift]) };
}

/** What a publisher may try with a table and its sources; a gift to one's own dataset is no offence. */
const CHEATS: readonly Cheat[] = [
  changing(() => undefined),
  changing((random, payee) => ({ ...payee, shareBps: Math.max(0, payee.shareBps - random.pick([1, 10, payee.shareBps])) })),
  changing((random, payee) => ({ ...payee, shareBps: payee.shareBps + random.pick([1, 50]) })),
  changing((_random, payee) => ({ ...payee, onward: !payee.onward })),
  changing((random, payee, state) => ({ ...payee, id: random.between(1, state.versions.size + 1) })),
  (random, state, by, declared) => giving(random, state, declared, true, by),
  (random, state, by, declared) => giving(random, state, declared, true, by),
  (random, state, by, declared) => giving(random, state, declared, false, by),
  (random, _state, _by, { payees, sources }) => ({ sources, payees: shift(payees, random.pick([1, -1])) }),
  (_random, _state, _by, { payees, sources }) => ({ payees, sources: sources.slice(1) }),
  (random, state, _by, { payees, sources }) => {
    const versionId = random.between(1, state.versions.size + 1);
    const grantId = random.chance(0.4) ? 0 : random.between(1, state.grants.size + 1);
    const others = sources.filter((source) => source.versionId !== versionId);
    return { payees, sources: [...others, { versionId, grantId }].sort((a, b) => a.versionId - b.versionId) };
  },
  (_random, _state, _by, { payees, sources }) => ({ sources, payees: [...payees].reverse() }),
  (_random, _state, _by, { payees, sources }) => ({ payees, sources: [...sources, ...sources] }),
  (_random, _state, _by, { payees, sources }) => ({
    sources,
    payees: sortPayees([...shift(payees, -5), { kind: 'originator', id: UNKNOWN, shareBps: 5 }]),
  }),
  (_random, _state, by, { payees, sources }) => ({
    sources,
    payees: sortPayees([
      ...payees.filter(({ kind, id }) => kind === 'royalty' || id !== by),
      { kind: 'originator', id: by, shareBps: 0 },
    ]),
  }),
  (_random, _state, _by, { payees, sources }) => ({ sources, payees: payees.filter(({ kind }) => kind === 'royalty') }),
  (_random, _state, _by, { sources }) => ({ sources, payees: [] }),
];

/** Bends an honest declaration. */
export function cheat(random: Random, state: State, by: number, declared: Declared): Declared {
  return random.pick(CHEATS)(random, state, by, declared);
}
