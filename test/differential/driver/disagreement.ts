import { inspect } from 'node:util';

/** The model and the contracts say different things. */
export class Disagreement extends Error {
  constructor(what: string, details: unknown) {
    super(`${what}: ${inspect(details, { depth: 8 })}`);
    this.name = 'Disagreement';
  }
}
