import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ContractName } from '../sdk/deployment.js';
import { factories } from '../types/index.js';

const ROOT = path.resolve(import.meta.dirname, '..');

/** Creation bytecode by contract. */
export type Build = Record<ContractName | 'SenderGate', string>;

/** The quick build, which the bootstrap keeps fresh: tests and the embedded chain. */
export function quickBuild(): Build {
  const { contracts, openzeppelin } = factories;
  return {
    AccessManager: openzeppelin.contracts.access.manager.AccessManager__factory.bytecode,
    MemberRegistry: contracts.MemberRegistry__factory.bytecode,
    DatasetRegistry: contracts.DatasetRegistry__factory.bytecode,
    AccessGrants: contracts.AccessGrants__factory.bytecode,
    RevenueLedger: contracts.RevenueLedger__factory.bytecode,
    AccessMarket: contracts.AccessMarket__factory.bytecode,
    SettlementToken: contracts.SettlementToken__factory.bytecode,
    SenderGate: contracts.SenderGate__factory.bytecode,
  };
}

/**
 * The build for real deployments and the gas snapshot (via-IR); compiles what changed.
 *
 * @param say - Told what takes long.
 */
export function productionBuild(say: (line: string) => void): Build {
  say('compiling for production (about a minute and a half when contracts changed) …');
  const hardhat = path.join(ROOT, 'node_modules', 'hardhat', 'dist', 'src', 'cli.js');
  const options = [
    '--config',
    'hardhat.production.config.ts',
    'build',
    '--build-profile',
    'production',
    '--no-typechain',
    '--no-tests',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [hardhat, ...options], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  const artifact = (source: string, name: string): string => {
    const file = path.join(ROOT, 'artifacts-production', source, `${name}.json`);
    return (JSON.parse(readFileSync(file, 'utf8')) as { bytecode: string }).bytecode;
  };
  const names = [
    'MemberRegistry',
    'DatasetRegistry',
    'AccessGrants',
    'RevenueLedger',
    'AccessMarket',
    'SettlementToken',
    'SenderGate',
  ] as const;
  return {
    AccessManager: artifact('@openzeppelin/contracts/access/manager/AccessManager.sol', 'AccessManager'),
    ...(Object.fromEntries(names.map((name) => [name, artifact(`contracts/${name}.sol`, name)])) as Record<
      (typeof names)[number],
      string
    >),
  };
}
