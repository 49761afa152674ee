import type { Act } from '../acts.js';
import type { State } from '../model/state.js';
import type { Random } from '../random.js';
import type { Cast } from './cast.js';

/** What a maker of acts sees. */
export interface Scene {
  random: Random;
  state: State;
  cast: Cast;
  /** Who acts. */
  by: number;
  /** Whether the one who acts may try what is forbidden. */
  colludes: boolean;
  /** Those with whom it shares. */
  friends: readonly number[];
}

/** Makes an act, if there is a reason for it. */
export type Maker = (scene: Scene) => Act | undefined;

/** One of a map's values. */
export function oneOf<T>(
  { random }: Scene,
  map: ReadonlyMap<number, T>,
  fits: (value: T) => boolean = () => true,
): T | undefined {
  return random.maybe([...map.values()].filter(fits));
}
