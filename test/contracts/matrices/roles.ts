import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { MaxUint256, ZeroHash } from 'ethers';
import { KEY_ROLES, RIGHTS, toBits } from '../../../sdk/ids.js';
import { mine } from '../../../sdk/ledger.js';
import { signKeyBinding } from '../../../sdk/signing.js';
import { addTill, buy, DAY, networkHelpers, spareKey } from '../../support/contracts-fixture.js';
import { type Stage, stageFixture } from './stage.js';

const FAR = 2n ** 40n - 1n;
const NOTARY = 1;

/** The stage, with one caller for each role. */
export interface Roles extends Stage {
  callers: Record<
    | 'admin key'
    | 'publish key'
    | 'sell key'
    | 'buy key'
    | 'any key'
    | 'notary'
    | 'office'
    | 'issuer'
    | 'auditor'
    | 'admin'
    | 'market',
    HardhatEthersSigner
  >;
  /** A grant that the owner holds of its own data. */
  owned: number;
  /** A grant of the holder that the test's own market has issued. */
  tilled: number;
}

/** The owner gets a key for each role alone; the consortium's roles are held by keys of nobody. */
export async function rolesFixture(): Promise<Roles> {
  const stage = await networkHelpers.loadFixture(stageFixture);
  const { owner, holder, deployment, ledger, manager, office, issuer, auditor, admin, data, offers } = stage;
  const till = await addTill(stage);
  const [adminKey, publishKey, sellKey, buyKey, gatewayKey] = (await Promise.all(
    KEY_ROLES.map(async (role, i) => {
      const key = spareKey(stage, 4 + i);
      const consent = { memberId: owner.memberId, key: key.address, roles: toBits([role], KEY_ROLES), nonce: 0n, deadline: FAR };
      return { key, roles: consent.roles, signature: await signKeyBinding(key, deployment, consent) };
    }),
  ).then(async (bindings) => {
    for (const { key, roles, signature } of bindings) {
      await mine(owner.ledger.members.addKey(key.address, roles, 0, FAR, signature));
      await mine(ledger.token.connect(issuer).mint(key.address, 10n ** 6n));
      await mine(ledger.token.connect(key).approve(deployment.contracts.AccessMarket, MaxUint256));
    }
    return bindings.map((one) => one.key);
  })) as [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
  const notary = spareKey(stage, 9);
  await mine(manager.grantRole(NOTARY, notary.address, 0) as never);
  const owned = await buy(owner, offers.timed, data.versionId);
  const read = toBits(['read'], RIGHTS);
  const { events } = await mine(owner.ledger.grants.writeTerms(data.datasetId, data.versionId, read, 0, 1, ZeroHash));
  const termsId = events.TermsWritten?.termsId as bigint;
  const issued = await mine(ledger.grants.connect(till).issue(holder.memberId, termsId, 9, data.versionId, DAY, 0));
  return {
    ...stage,
    callers: {
      'admin key': adminKey,
      'publish key': publishKey,
      'sell key': sellKey,
      'buy key': buyKey,
      'any key': gatewayKey,
      notary,
      office,
      issuer,
      auditor,
      admin,
      market: till,
    },
    owned,
    tilled: Number(issued.events.GrantIssued?.grantId),
  };
}
