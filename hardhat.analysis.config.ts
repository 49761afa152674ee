import base from './hardhat.config.js';

// The build that static analysis reads: in a place of its own, so that it neither changes nor mixes with the others.
export default {
  ...base,
  paths: { ...base.paths, artifacts: '.toolchain/analysis/artifacts', cache: '.toolchain/analysis/cache' },
};
