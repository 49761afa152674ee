import type { HardhatEthersSigner } from '@nomicfoundation/hardhat-ethers/types';
import { mine } from '../../../sdk/ledger.js';
import type { SourceRef } from '../../../sdk/table-inputs.js';
import {
  admitCompany,
  buy,
  type Company,
  DAY,
  ledgerFixture,
  licence,
  networkHelpers,
  type Registered,
  register,
  sell,
  spareKey,
  type World,
} from '../../support/contracts-fixture.js';

/** How long the two parties are admitted: the holder's admission ends first. */
export const HOLDER_VALID = 50 * DAY;
export const OWNER_VALID = 60 * DAY;
export const PRICE = 10_007n;
export const CASE = 'KFTC-2026-0113';

/** A trade between an owner and a holder, with a derivative beside it: what the matrices act on. */
export interface Stage extends World {
  owner: Company;
  holder: Company;
  /** The owner's dataset; version 1 of it. */
  data: Registered;
  /** Derived by `models` from the owner's data, without onward: bound. */
  derived: Registered;
  /** Offers of the owner on its version: for a period, by units, for a derive right, and one that follows updates. */
  offers: { timed: number; counted: number; derive: number; follows: number };
  /** The holder's grants under these offers. */
  grants: { timed: number; counted: number };
  source: SourceRef;
  /** Keys of nobody yet. */
  newKey: HardhatEthersSigner;
}

/** Sets the stage; revenue waits in the owner's table. */
export async function stageFixture(): Promise<Stage> {
  const world = await networkHelpers.loadFixture(ledgerFixture);
  const now = await networkHelpers.time.latest();
  const owner = await admitCompany(world, spareKey(world, 1), 'owner', {}, now + OWNER_VALID);
  const holder = await admitCompany(world, spareKey(world, 2), 'holder', {}, now + HOLDER_VALID);
  const data = await register(owner);
  const source = await licence(owner, data, world.models, { royaltyBps: 1_000 });
  const derived = await register(world.models, { sources: [source] });
  const offers = {
    timed: await sell(owner, data, { price: PRICE, period: 300 * DAY }),
    counted: await sell(owner, data, { price: 7n, units: 10 }),
    derive: await sell(owner, data, { price: 0n, rights: ['read', 'derive'], royaltyBps: 500 }),
    follows: await sell(owner, { ...data, versionId: 0 }, { price: PRICE, period: 92 * DAY }),
  };
  const grants = {
    timed: await buy(holder, offers.timed, data.versionId),
    counted: await buy(holder, offers.counted, data.versionId, 100),
  };
  await mine(world.ledger.token.connect(world.issuer).mint(holder.payoutAccount, 1n));
  return { ...world, owner, holder, data, derived, offers, grants, source, newKey: spareKey(world, 3) };
}
