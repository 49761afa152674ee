import { connectLedger } from '../../sdk/ledger.js';
import { type Offer, type Player, type Registered, renew, type Stage, use } from './players.js';

const DAY = 86_400;
/** Days before its end when a grant is renewed; half a period is the most. */
const EARLY_DAYS = 4;
const PERIOD_DAYS = 30;
/** Uses that one price of the wear model pays for. */
export const PACK_UNITS = 100;
/** A holder tops up when fewer are left. */
const FEW = 25;

interface Subscription {
  player: Player;
  grantId: number;
  offer: Offer;
  seen: () => Registered;
  endDay: number;
}

interface Pack {
  holder: Player;
  seller: Player;
  grantId: number;
  offer: Offer;
  seen: Registered;
  units: number;
  used: number;
}

/** What recurs in the demo's past, day by day. */
export interface Calendar {
  /** Lets the days before this one pass. */
  until(day: number): Promise<void>;
  /** A payee table whose revenue is passed on each evening, and whom it pays. */
  earns(tableId: number, player: Player): void;
  /** A holder renews before the end. */
  renews(player: Player, grantId: number, offer: Offer, seen: () => Registered, endDay: number): void;
  /** A holder uses units every other day, and buys more in time. */
  uses(holder: Player, seller: Player, grantId: number, offer: Offer, seen: Registered): void;
}

/**
 * Opens the calendar at day 0. By day holders renew and use; in the evening the runner passes on what came in, by the buttons that anyone
 * may push, and once a week the consortium's fee.
 *
 * @param stage - Where it plays.
 * @param start - The first second, in Unix seconds.
 * @param onDay - Told of each day that is over.
 */
export function createCalendar(stage: Stage, start: number, onDay: (day: number) => void): Calendar {
  const { runner } = stage.wallets;
  const { revenue } = connectLedger(stage.deployment, runner);
  const subscriptions: Subscription[] = [];
  const packs: Pack[] = [];
  const tables: number[] = [];
  const earners = new Set<number>();
  const at = (day: number, hour: number) => start + day * DAY + hour * 3600;
  let today = 0;

  const recur = async (day: number): Promise<void> => {
    for (const one of subscriptions) {
      if (one.endDay - day > EARLY_DAYS) continue;
      await renew(stage, one.player, at(day, 10), one.grantId, one.offer, one.seen());
      one.endDay += PERIOD_DAYS;
    }
    for (const [index, pack] of packs.entries()) {
      if ((day + index) % 2 === 0) continue;
      if (pack.units - pack.used < FEW) {
        await renew(stage, pack.holder, at(day, 13), pack.grantId, pack.offer, pack.seen, PACK_UNITS);
        pack.units += PACK_UNITS;
      }
      pack.used += 5 + ((day * 7 + index * 5) % 16);
      await use(stage, pack.holder, pack.seller, at(day, 16), pack.grantId, pack.used);
    }
  };
  const settle = async (day: number): Promise<void> => {
    const [children, members] = [tables.toSorted((a, b) => b - a), [...earners].sort((a, b) => a - b)];
    await stage.act(runner, at(day, 19), revenue.distribute.populateTransaction(children));
    await stage.act(runner, at(day, 19), revenue.payOut.populateTransaction(members));
    if (day % 7 === 0) await stage.act(runner, at(day, 20), revenue.payFees.populateTransaction());
  };
  return {
    async until(day) {
      for (; today < day; today++) {
        await recur(today);
        if (tables.length > 0) await settle(today);
        onDay(today);
      }
    },
    earns(tableId, player) {
      tables.push(tableId);
      earners.add(player.memberId);
    },
    renews: (player, grantId, offer, seen, endDay) => void subscriptions.push({ player, grantId, offer, seen, endDay }),
    uses: (holder, seller, grantId, offer, seen) =>
      void packs.push({ holder, seller, grantId, offer, seen, units: PACK_UNITS, used: 0 }),
  };
}
