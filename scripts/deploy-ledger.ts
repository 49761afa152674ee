import { ContractFactory, type ContractTransactionResponse, getCreateAddress, type JsonRpcProvider, type Wallet } from 'ethers';
import { CONTRACT_INTERFACES } from '../sdk/contract-interfaces.js';
import { type ContractName, contractsOf, type Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { KEY_ROLES, toBits } from '../sdk/ids.js';
import { connectLedger, type Ledger, mine } from '../sdk/ledger.js';
import { signAdmission } from '../sdk/signing.js';
import { factories } from '../types/index.js';
import type { Build } from './build.js';
import { handOverLists } from './sender-lists.js';

/** Consortium roles in the AccessManager; 0 is its admin, whose acts are delayed. */
const CONSORTIUM_ROLES = { notary: 1n, office: 2n, issuer: 3n, auditor: 4n, runner: 5n } as const;

/** In the roles of a contract of the ledger. */
const SYSTEM = 1n << 15n;

/** What an operator decides about a new ledger. */
export interface LedgerPlan {
  name: string;
  chainId: number;
  rpcUrl: string;
  gasPrice?: string;
  /** What else the deployment file says of the chain's nodes. */
  nodes?: Pick<Deployment, 'moreRpcUrls' | 'headsUrls' | 'healthUrls' | 'genesisHash' | 'finality'>;
  /** Addresses that hold the consortium's roles. */
  notary: string;
  office: string;
  issuer: string;
  auditor: string;
  admin: string;
  token: { name: string; symbol: string; decimals: number };
  /** The consortium's part of a purchase, in basis points. */
  feeBps: number;
  /** Delay of the admin's acts, in seconds; 0 only on the embedded chain. */
  delay: number;
  /** The consortium's own legal entity: member 1, admitted as the founding act. Its first key is the deployer. */
  founder: { legalName: string; scheme: string; identifier: string };
  /** Where the chain keeps lists of its own: of senders, which members' keys are put on, and of deployers. The deployer manages both. */
  lists?: { senders: string; deployers: string };
  /** What the sender gate gets for the members' gas, in wei. */
  gateFunds?: bigint;
  /** Keys of services, which send and are no member's. */
  runners?: string[];
}

type Addresses = Partial<Record<ContractName | 'SenderGate', string>>;

const { contracts: ours, openzeppelin } = factories;
const { AccessManager__factory } = openzeppelin.contracts.access.manager;

/**
 * Deploys and wires the contracts, or finishes what an earlier run began: each step looks first whether it is done.
 *
 * @param deployer - Pays, holds the admin role until the end, and becomes the founder's first key.
 * @param plan - What was decided.
 * @param build - What is deployed.
 * @param known - Addresses that an earlier run has written.
 * @param save - Called after each new contract, so that a killed run can go on.
 */
export async function deployLedger(
  deployer: Wallet,
  plan: LedgerPlan,
  build: Build,
  known: Addresses,
  save: (addresses: Addresses) => void,
): Promise<Deployment> {
  const provider = deployer.provider as JsonRpcProvider;
  const overrides = plan.gasPrice === undefined ? {} : { gasPrice: BigInt(plan.gasPrice) };
  const startBlock = known.AccessManager === undefined ? await provider.getBlockNumber() : undefined;
  const addresses: Addresses = {};
  for (const [name, address] of Object.entries(known) as [keyof Addresses, string][]) {
    if ((await provider.getCode(address)) !== '0x') addresses[name] = address;
  }
  const deploy = async (name: keyof Addresses, args: unknown[], value = 0n): Promise<string> => {
    const present = addresses[name];
    if (present !== undefined) return present;
    const factory = new ContractFactory(CONTRACT_INTERFACES[name], build[name], deployer);
    const contract = await factory.deploy(...args, { ...overrides, ...(value === 0n ? {} : { value }) });
    await mine(Promise.resolve(contract.deploymentTransaction() as ContractTransactionResponse));
    addresses[name] = await contract.getAddress();
    save(addresses);
    return addresses[name];
  };
  const manager = await deploy('AccessManager', [deployer.address]);
  const members = await deploy('MemberRegistry', [manager]);
  // Datasets and grants name each other: the grants' address follows from the deployer's next nonce but one.
  if (addresses.AccessGrants === undefined) delete addresses.DatasetRegistry;
  const nonce = await provider.getTransactionCount(deployer.address);
  const grantsToBe = getCreateAddress({ from: deployer.address, nonce: nonce + 1 });
  const datasets = await deploy('DatasetRegistry', [manager, members, grantsToBe]);
  const grants = await deploy('AccessGrants', [manager, members, datasets]);
  if ((await ours.DatasetRegistry__factory.connect(datasets, provider).GRANTS()) !== grants) {
    delete addresses.DatasetRegistry;
    delete addresses.AccessGrants;
    save(addresses);
    throw new LedgerError('DEPLOYER_BUSY', { deployer: deployer.address });
  }
  const { name, symbol, decimals } = plan.token;
  const token = await deploy('SettlementToken', [manager, members, name, symbol, decimals]);
  const revenue = await deploy('RevenueLedger', [manager, members, datasets, token, plan.feeBps]);
  await deploy('AccessMarket', [members, datasets, grants, revenue]);

  const { lists } = plan;
  if (lists !== undefined) await deploy('SenderGate', [manager, members, lists.senders], plan.gateFunds);

  const { SenderGate: senderGate, ...contracts } = addresses as Required<Addresses>;
  const deployment: Deployment = {
    name: plan.name,
    chainId: plan.chainId,
    rpcUrl: plan.rpcUrl,
    ...(plan.gasPrice === undefined ? {} : { gasPrice: plan.gasPrice }),
    ...plan.nodes,
    startBlock: startBlock ?? (await firstBlockWithCode(provider, contracts.AccessManager)),
    token: { symbol, decimals },
    contracts,
    ...(lists === undefined ? {} : { senderGate }),
  };
  const ledger = connectLedger(deployment, deployer);
  await wire(ledger, contractsOf(deployment), overrides);
  await found(ledger, deployer, deployment, plan, overrides);
  await assignRoles(ledger, deployer, contracts, plan, overrides);
  if (lists !== undefined) await handOverLists(deployer, senderGate, { ...plan, lists }, overrides);
  await leave(deployer, contracts, plan, overrides);
  return deployment;
}

/** Makes the contracts known to each other. */
async function wire(ledger: Ledger, contracts: Record<string, string>, overrides: object): Promise<void> {
  for (const address of Object.values(contracts)) {
    const { roles } = await ledger.members.keyOf(address);
    if (roles !== SYSTEM) await mine(ledger.members.addSystemContract(address, overrides));
  }
  const market = await ledger.market.getAddress();
  const { number } = await ledger.grants.marketOf(market);
  if (number === 0n) await mine(ledger.grants.addMarket(market, overrides));
  if (!(await ledger.revenue.isMarket(market))) await mine(ledger.revenue.addMarket(market, overrides));
}

/** Admits the consortium's own legal entity as member 1 and sends the fee to it. */
async function found(
  ledger: Ledger,
  deployer: Wallet,
  deployment: Deployment,
  plan: LedgerPlan,
  overrides: object,
): Promise<void> {
  if ((await ledger.members.memberCount()) === 0n) {
    const consent = {
      ...plan.founder,
      key: deployer.address,
      roles: toBits(KEY_ROLES, KEY_ROLES),
      payoutAccount: deployer.address,
      payoutMinimum: 0n,
      nonce: await ledger.members.nonces(deployer.address),
      deadline: 2n ** 40n - 1n,
    };
    const signature = await signAdmission(deployer, deployment, consent);
    const admission = { ...consent, credentialHash: `0x${'00'.repeat(32)}`, validUntil: 2n ** 40n - 1n };
    await mine(ledger.members.admit(admission, signature, overrides));
  }
  const { consortium } = await ledger.revenue.governance();
  if (consortium === 0n) await mine(ledger.revenue.setConsortium(1, overrides));
}

/** Gives roles to functions and holders to roles. Functions without a role of their own (markets, fee, parameters) stay with the admin. */
async function assignRoles(
  ledger: Ledger,
  deployer: Wallet,
  contracts: Deployment['contracts'],
  plan: LedgerPlan,
  overrides: object,
): Promise<void> {
  const manager = AccessManager__factory.connect(contracts.AccessManager, deployer);
  const guarded = [
    { contract: ledger.members, role: CONSORTIUM_ROLES.notary, functions: ['admit', 'renewAdmission', 'startRecovery'] },
    { contract: ledger.members, role: CONSORTIUM_ROLES.office, functions: ['suspend', 'reinstate'] },
    { contract: ledger.token, role: CONSORTIUM_ROLES.issuer, functions: ['mint', 'burn'] },
    { contract: ledger.members, role: CONSORTIUM_ROLES.auditor, functions: ['freeze', 'liftFreeze'] },
    { contract: ledger.datasets, role: CONSORTIUM_ROLES.auditor, functions: ['freeze', 'liftFreeze'] },
    { contract: ledger.grants, role: CONSORTIUM_ROLES.auditor, functions: ['freeze', 'liftFreeze'] },
  ];
  for (const { contract, role, functions } of guarded) {
    const target = await contract.getAddress();
    for (const name of functions) {
      const selector = contract.interface.getFunction(name as never)?.selector as string;
      if ((await manager.getTargetFunctionRole(target, selector)) === role) continue;
      await mine(manager.setTargetFunctionRole(target, [selector], role, overrides) as Promise<ContractTransactionResponse>);
    }
  }
  // Suspending and freezing bite at once; what changes money or contracts waits.
  const holders = [
    { role: CONSORTIUM_ROLES.notary, account: plan.notary, delay: 0 },
    { role: CONSORTIUM_ROLES.office, account: plan.office, delay: 0 },
    { role: CONSORTIUM_ROLES.issuer, account: plan.issuer, delay: 0 },
    { role: CONSORTIUM_ROLES.auditor, account: plan.auditor, delay: 0 },
    ...(plan.runners ?? []).map((account) => ({ role: CONSORTIUM_ROLES.runner, account, delay: 0 })),
    { role: 0n, account: plan.admin, delay: plan.delay },
  ];
  for (const { role, account, delay } of holders) {
    const [isHolder, current] = await manager.hasRole(role, account);
    if (isHolder && current === BigInt(delay)) continue;
    await mine(manager.grantRole(role, account, delay, overrides) as Promise<ContractTransactionResponse>);
  }
}

/** The deployer keeps nothing of the admin's. */
async function leave(deployer: Wallet, contracts: Deployment['contracts'], plan: LedgerPlan, overrides: object): Promise<void> {
  const manager = AccessManager__factory.connect(contracts.AccessManager, deployer);
  if (plan.admin === deployer.address) return;
  const [isAdmin] = await manager.hasRole(0n, deployer.address);
  if (isAdmin) await mine(manager.renounceRole(0n, deployer.address, overrides) as Promise<ContractTransactionResponse>);
}

/** The first block at whose end a contract stands, by bisection. */
async function firstBlockWithCode(provider: JsonRpcProvider, address: string): Promise<number> {
  let [without, with_] = [-1, await provider.getBlockNumber()];
  while (with_ - without > 1) {
    const middle = Math.floor((without + with_) / 2);
    if ((await provider.getCode(address, middle)) === '0x') without = middle;
    else with_ = middle;
  }
  return with_;
}
