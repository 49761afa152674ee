import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatChai from '@nomicfoundation/hardhat-ethers-chai-matchers';
import hardhatMocha from '@nomicfoundation/hardhat-mocha';
import hardhatHelpers from '@nomicfoundation/hardhat-network-helpers';
import hardhatTypechain from '@nomicfoundation/hardhat-typechain';
import { defineConfig } from 'hardhat/config';

// The compiler is the WebAssembly build that the npm package `solc` ships: nothing is downloaded.
const solc = {
  version: '0.8.34',
  path: createRequire(import.meta.url).resolve('solc/soljson.js'),
};
const settings = {
  evmVersion: 'cancun',
  metadata: { bytecodeHash: 'none' as const },
  optimizer: { enabled: true, runs: 200 },
};

export default defineConfig({
  plugins: [hardhatMocha, hardhatEthers, hardhatChai, hardhatHelpers, hardhatTypechain],
  solidity: {
    profiles: {
      // Quick to compile: tests and the embedded chain.
      default: { ...solc, settings },
      // Cheap to run: the gas snapshot and real deployments.
      production: { ...solc, settings: { ...settings, optimizer: { enabled: true, runs: 20_000 }, viaIR: true } },
    },
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
  },
  paths: { tests: { mocha: 'test', solidity: 'test/contracts' } },
  typechain: { outDir: 'types' },
  networks: {
    default: { type: 'edr-simulated', chainId: 31337, hardfork: 'cancun', accounts: { count: 32 } },
  },
  test: {
    solidity: {
      fuzz: { runs: 1024, seed: '0x67656e6261' },
      // An act draws what it needs from its seed, so values found in the state are no better than others.
      invariant: {
        runs: 12,
        depth: 64,
        failOnRevert: true,
        dictionaryWeight: 0,
        includeStorage: false,
        includePushBytes: false,
        shrinkRunLimit: 200,
      },
    },
  },
});
