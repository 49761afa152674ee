import { inspect } from 'node:util';
import { networkHelpers } from '../../support/contracts-fixture.js';
import type { Act, Move } from '../acts.js';
import { requireExactShares } from '../laws/exactly-owed.js';
import { requireHonestDues } from '../laws/honest-dues.js';
import { judge } from '../model/judge.js';
import type { State } from '../model/state.js';
import { createRandom } from '../random.js';
import { agree, type Check } from './agree.js';
import { everything } from './believed.js';
import { type Cast, freshState } from './cast.js';
import { send } from './chain.js';
import { Disagreement } from './disagreement.js';
import { encode } from './encode.js';
import { nextMove } from './next-move.js';
import { probe, sweep } from './probe.js';
import { type Reach, reach, reachTable } from './reach.js';

/** Acts of one history. */
const LENGTH = 110;

/** Plays the history that a seed determines, and compares contracts and model after each act and at the end. */
export async function play(cast: Cast, seed: number, counts: Reach): Promise<State> {
  const snapshot = await networkHelpers.takeSnapshot();
  const random = createRandom(seed);
  const state = freshState(cast);
  const moves: Move[] = [];
  try {
    for (let i = 0; i < LENGTH; i++) {
      const move = nextMove(random, state, cast, moves);
      moves.push(move);
      await perform(cast, state, move.act, counts, () => probe(random, state, cast, counts));
    }
    await settle(cast, state, counts);
    await agree(cast, state, everything(state), sweep(state, cast, counts));
    requireExactShares(state);
    const { tables, distant, received } = requireHonestDues(state, cast.honest);
    reach(counts, 'honest: tables that owe them', tables);
    reach(counts, 'honest: tables that owe them from afar', distant);
    if (received > 0n) reach(counts, 'honest: histories with royalties');
  } catch (error) {
    const acts = moves.map(({ after, act }, i) => `${i}. +${after} s ${inspect(act, { depth: 5, breakLength: 200 })}`);
    throw new Error(`seed ${seed}, after\n${acts.join('\n')}\n${(error as Error).stack}`);
  } finally {
    await snapshot.restore();
  }
  return state;
}

/** Sends an act, expects what the model says, and compares what it touched. */
async function perform(cast: Cast, state: State, act: Act, counts: Reach, further: () => Check[] = () => []): Promise<void> {
  const { problems, apply } = judge(state, act);
  const refusal = await send(await encode(cast, act, state.now), state.now);
  if (refusal === undefined && problems.length > 0) throw new Disagreement(`${act.type} was accepted`, { problems });
  if (refusal !== undefined && !problems.includes(refusal)) {
    throw new Disagreement(`${act.type} was refused by ${refusal}`, { problems });
  }
  reach(counts, refusal === undefined ? `${act.type}: accepted` : `${act.type}: refused`);
  if (refusal !== undefined) reach(counts, refusal);
  const touched = refusal === undefined ? apply() : [];
  if (refusal === undefined) reachTable(counts, state, act);
  await agree(cast, state, touched, further());
}

/** Reinstates nobody: whoever is suspended is paid too. Distributes everything downwards, and pays everybody who is not frozen. */
async function settle(cast: Cast, state: State, counts: Reach): Promise<void> {
  const by = cast.honest[0] ?? 0;
  const tables = [...state.versions.values()].filter(({ id, tableId }) => id === tableId).map(({ id }) => id);
  state.now += 1;
  await perform(cast, state, { type: 'distribute', by, tables: tables.reverse() }, counts);
  state.now += 1;
  await perform(cast, state, { type: 'payOut', by, members: [...state.members.keys()].sort((a, b) => a - b) }, counts);
}
