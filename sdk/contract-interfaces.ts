import type { Interface } from 'ethers';
import { factories } from '../types/index.js';
import type { ContractName } from './deployment.js';

const { contracts, openzeppelin } = factories;

/** Functions and events of each contract, by its name in a deployment. */
export const CONTRACT_INTERFACES: Record<ContractName | 'SenderGate', Interface> = {
  AccessManager: openzeppelin.contracts.access.manager.AccessManager__factory.createInterface(),
  MemberRegistry: contracts.MemberRegistry__factory.createInterface(),
  DatasetRegistry: contracts.DatasetRegistry__factory.createInterface(),
  AccessGrants: contracts.AccessGrants__factory.createInterface(),
  RevenueLedger: contracts.RevenueLedger__factory.createInterface(),
  AccessMarket: contracts.AccessMarket__factory.createInterface(),
  SettlementToken: contracts.SettlementToken__factory.createInterface(),
  SenderGate: contracts.SenderGate__factory.createInterface(),
};
