import base from './hardhat.config.js';

const RUNS = 10_000;
const DEPTH = 16;
const { solidity } = base.test ?? {};

// The long run of the laws, beside the short one of `npm test`: many more histories, all laws on each.
export default {
  ...base,
  test: {
    ...base.test,
    solidity: { ...solidity, invariant: { ...solidity?.invariant, runs: RUNS, depth: DEPTH } },
  },
};
