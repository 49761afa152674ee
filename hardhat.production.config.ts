import base from './hardhat.config.js';

// The build for real deployments and the gas snapshot, beside the quick one of tests and the embedded chain.
export default {
  ...base,
  paths: { ...base.paths, artifacts: 'artifacts-production', cache: 'cache-production' },
};
