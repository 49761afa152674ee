import { inspect } from 'node:util';
import type { State } from '../model/state.js';
import type { Touched } from '../model/verdict.js';
import { believed } from './believed.js';
import type { Cast } from './cast.js';
import { Disagreement } from './disagreement.js';
import { observation } from './observed.js';
import { type Query, read, type Words } from './reading.js';

/** Views to read, and what must hold of their words. */
export interface Check {
  queries: Query[];
  verify(...answers: Words[]): void;
}

/** Compares things, and the books, in the contracts and in the model, and makes further checks; all in one call. */
export async function agree(cast: Cast, state: State, things: readonly Touched[], further: readonly Check[] = []): Promise<void> {
  const same = (one: Touched): Check => {
    const { queries, understand } = observation(cast, state, one);
    const verify = (...answers: Words[]) => {
      const contracts = understand(...answers);
      const model = believed(state, one);
      const names = Object.keys(model).filter((name) => model[name] !== contracts[name]);
      if (names.length > 0) throw new Disagreement(`${inspect(one)} differs in ${names}`, { model, contracts });
    };
    return { queries, verify };
  };
  const checks = [...things.map(same), same({ type: 'books' }), ...further];
  const answers = await read(checks.flatMap(({ queries }) => queries));
  for (const { queries, verify } of checks) verify(...answers.splice(0, queries.length));
}
