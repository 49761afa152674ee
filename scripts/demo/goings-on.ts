import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonRpcProvider, Wallet } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { connectLedger, type Ledger, mine } from '../../sdk/ledger.js';
import { signTicket } from '../../sdk/signing.js';
import { PACK_UNITS } from './calendar.js';
import { CAST, type Role } from './cast.js';
import { PURSE } from './players.js';

/** Pauses between two acts, in milliseconds: short at first, while somebody watches; later long, for each block is replayed at the next start. */
const FIRST_PAUSE_MS = 15_000;
const LATER_PAUSE_MS = 120_000;
const FIRST_ACTS = 40;
/** How long a ticket is good, in seconds. */
const TICKET_SECONDS = 3600;
const FEW_UNITS = 25;
/** So many acts in a row don't fail by chance. */
const MANY_FAILURES = 3;

/** A company that acts. */
interface Actor {
  wallet: Wallet;
  ledger: Ledger;
  memberId: bigint;
}

/** A grant of one of the companies. */
interface Held {
  grantId: number;
  holder: Actor;
  seller: Actor;
  offerId: bigint;
  units: number;
  used: number;
  end: number;
  versionId: bigint;
  price: bigint;
  period: number;
}

/**
 * Lets the companies of the demo go on: they use units, top up, and renew, one act at a time.
 *
 * @param provider - The embedded chain.
 * @param deployment - The ledger.
 * @param wallets - Keys by company.
 * @param stopping - Ends it.
 * @param onTrouble - Told when several acts in a row have failed, with what the last one said; once, until one succeeds.
 */
export async function goOn(
  provider: JsonRpcProvider,
  deployment: Deployment,
  wallets: Record<Role, Wallet>,
  stopping: AbortSignal,
  onTrouble: (error: unknown) => void,
): Promise<void> {
  let actors = new Map<bigint, Actor>();
  let failures = 0;
  const bank = connectLedger(deployment, wallets.bank);
  for (let count = 0; !stopping.aborted; count++) {
    try {
      if (actors.size === 0) actors = await findActors(deployment, wallets);
      const held = await readHeld(connectLedger(deployment, provider), actors);
      if (held.length > 0) await actOnce(held, count, deployment, bank, (await provider.getBlock('latest'))?.timestamp ?? 0);
      failures = 0;
    } catch (error) {
      // Somebody used the same key meanwhile, or sold on, or froze: the next act looks anew. What stays is told.
      failures++;
      if (failures === MANY_FAILURES && !stopping.aborted) onTrouble(error);
    }
    await sleep(count < FIRST_ACTS ? FIRST_PAUSE_MS : LATER_PAUSE_MS, undefined, { signal: stopping }).catch(() => {});
  }
}

async function findActors(deployment: Deployment, wallets: Record<Role, Wallet>): Promise<Map<bigint, Actor>> {
  const actors = new Map<bigint, Actor>();
  for (const role of Object.keys(CAST) as Role[]) {
    const [wallet, ledger] = [wallets[role], connectLedger(deployment, wallets[role])];
    const { memberId } = await ledger.members.keyOf(wallet.address);
    actors.set(memberId, { wallet, ledger, memberId });
  }
  return actors;
}

/** Renews what ends soon; else the next holder in turn uses some units, or buys more. */
async function actOnce(held: readonly Held[], count: number, deployment: Deployment, bank: Ledger, head: number): Promise<void> {
  const now = Math.max(head, Math.floor(Date.now() / 1000));
  const ending = held.find((one) => one.units === 0 && one.end - now < one.period / 2);
  const packs = held.filter((one) => one.units > 0);
  if (ending !== undefined && (count % 3 === 1 || packs.length === 0)) return accept(ending, bank, 0, ending.price);
  const pack = packs[count % packs.length];
  if (pack === undefined) return;
  // The first act is a sale, so that money is seen to move.
  if (count === 0 || pack.units - pack.used < FEW_UNITS) return accept(pack, bank, PACK_UNITS, pack.price);
  const units = pack.used + 3 + (count % 8);
  const [key, deadline] = [pack.holder.wallet.address, BigInt(now + TICKET_SECONDS)];
  const signature = await signTicket(pack.holder.wallet, deployment, { grantId: pack.grantId, units, key, deadline });
  const ticket = { grantId: pack.grantId, units, key, deadline, signature };
  await mine(pack.seller.ledger.grants.consume([ticket], { gasPrice: 0 }));
}

/** The bank gives a holder whose purse is empty another one. */
async function accept({ grantId, holder, offerId, versionId }: Held, bank: Ledger, units: number, price: bigint): Promise<void> {
  const { address } = holder.wallet;
  if ((await holder.ledger.token.balanceOf(address)) < price) await mine(bank.token.mint(address, PURSE, { gasPrice: 0 }));
  await mine(holder.ledger.market.renew(grantId, offerId, versionId, units, price, { gasPrice: 0 }));
}

/** The grants of the companies that cost something and have not ended. */
async function readHeld(ledger: Ledger, actors: ReadonlyMap<bigint, Actor>): Promise<Held[]> {
  const now = Math.floor(Date.now() / 1000);
  const ids = Array.from({ length: Number(await ledger.grants.grantCount()) }, (_, index) => index + 1);
  const held = await Promise.all(
    ids.map(async (grantId) => {
      const grant = await ledger.grants.grantOf(grantId);
      const [offer, terms] = [await ledger.market.offerOf(grant.offerId), await ledger.grants.termsOf(grant.termsId)];
      const [holder, seller] = [actors.get(grant.memberId), actors.get(terms.owner)];
      const sells = !offer.closed && offer.price > 0n && Number(grant.end) > now && (offer.units > 0n || offer.period > 0n);
      if (holder === undefined || seller === undefined || !sells) return [];
      const shown = terms.versionId === 0n ? (await ledger.datasets.datasetOf(terms.datasetId)).current : terms.versionId;
      const { end, units, used } = grant;
      return [
        {
          ...{ grantId, holder, seller, offerId: grant.offerId, versionId: shown, price: offer.price },
          ...{ units: Number(units), used: Number(used), end: Number(end), period: Number(offer.period) },
        },
      ];
    }),
  );
  return held.flat();
}
