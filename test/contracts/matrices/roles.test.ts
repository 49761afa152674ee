import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { expect } from 'chai';
import type { BaseContract, ContractTransactionResponse } from 'ethers';
import { networkHelpers } from '../../support/contracts-fixture.js';
import { FUNCTIONS, type Guarded } from './functions.js';
import { type Roles, rolesFixture } from './roles.js';

const PAGE = path.resolve(import.meta.dirname, '..', '..', '..', 'docs', 'contracts.md');
const KEYS: readonly string[] = ['admin key', 'publish key', 'sell key', 'buy key', 'any key'];
const CONTRACTS: Record<Guarded['contract'], string> = {
  members: 'MemberRegistry',
  datasets: 'DatasetRegistry',
  grants: 'AccessGrants',
  market: 'AccessMarket',
  revenue: 'RevenueLedger',
  token: 'SettlementToken',
};
/** What any holder of an ERC-20 may do with what is its own, and what only the AccessManager itself may. */
const OF_THE_STANDARDS = [
  'transfer',
  'transferFrom',
  'approve',
  'permit',
  'transferWithAuthorization',
  'receiveWithAuthorization',
  'cancelAuthorization',
];

type Method = (...args: unknown[]) => Promise<ContractTransactionResponse>;

async function call(roles: Roles, one: Guarded, signer: HardhatEthersSigner, prepared: unknown) {
  const contract = roles.ledger[one.contract].connect(signer) as unknown as BaseContract;
  return (contract.getFunction(one.name) as unknown as Method)(...(await one.args(roles, prepared)));
}

/** What a caller without the right meets. */
function refusalOf(one: Guarded, caller: string): string {
  if (one.by === 'nobody') return one.other === 'MemberToken_Locked' ? 'MemberToken_Locked' : one.other;
  if (one.by === 'market') return one.other;
  if (!KEYS.includes(one.by)) return 'AccessManagedUnauthorized';
  return KEYS.includes(caller) ? 'MemberRegistry_KeyLacksRole' : 'MemberRegistry_KeyUnknown';
}

describe('role × function', () => {
  for (const one of FUNCTIONS) {
    it(`${one.contract}.${one.name} by ${one.by}, and nobody else`, async () => {
      const roles = await networkHelpers.loadFixture(rolesFixture);
      const prepared = await one.prepare?.(roles);
      const before = await networkHelpers.takeSnapshot();
      const callers = Object.entries({ ...roles.callers, stranger: roles.stranger, rival: roles.rival.key });
      for (const [caller, signer] of callers) {
        const may = one.by === 'anyone' || one.by === caller || (one.by === 'any key' && KEYS.includes(caller));
        const doing = call(roles, one, signer, prepared);
        const goesOn = caller === 'rival' ? one.other === 'acts for itself' : may;
        if (goesOn) expect((await (await doing).wait())?.status, caller).to.equal(1);
        else {
          const error = caller === 'rival' ? one.other : refusalOf(one, caller);
          const { members, datasets, grants, market, revenue, token } = roles.ledger;
          const declares = [members, datasets, grants, market, revenue, token].find(
            (contract) => contract.interface.getError(error) !== null,
          );
          await expect(doing, caller).to.be.revertedWithCustomError(declares ?? members, error);
        }
        await before.restore();
      }
    });
  }

  it('has every function that changes something', async () => {
    const { ledger } = await networkHelpers.loadFixture(rolesFixture);
    for (const contract of Object.keys(CONTRACTS) as Guarded['contract'][]) {
      const named = FUNCTIONS.filter((one) => one.contract === contract).map((one) => one.name.replace(/\(.*/, ''));
      const missing: string[] = [];
      (ledger[contract] as unknown as BaseContract).interface.forEachFunction(({ name, stateMutability }) => {
        const ofStandard = contract === 'token' && OF_THE_STANDARDS.includes(name);
        const known = named.includes(name) || ofStandard || name === 'setAuthority';
        if (stateMutability === 'nonpayable' && !known) missing.push(name);
      });
      expect(missing, contract).to.deep.equal([]);
    }
  });

  it('leaves the authority of no contract to any caller', async () => {
    const { ledger, admin } = await networkHelpers.loadFixture(rolesFixture);
    for (const contract of [ledger.members, ledger.datasets, ledger.grants, ledger.revenue, ledger.token]) {
      await expect(contract.connect(admin).setAuthority(admin.address)).to.be.revertedWithCustomError(
        contract,
        'AccessManagedUnauthorized',
      );
    }
  });

  it('is what docs/contracts.md says', () => {
    expect(readFileSync(PAGE, 'utf8')).to.include(renderRoles());
  });
});

/** The matrix as the page has it. */
function renderRoles(): string {
  const lines = FUNCTIONS.map((one) => `| \`${CONTRACTS[one.contract]}.${one.name}\` | ${one.by} | ${one.worst} |`);
  return `| function | by | can at worst |\n|---|---|---|\n${lines.join('\n')}`;
}
