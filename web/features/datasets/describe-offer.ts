import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { PURPOSES, type Purpose, type Right } from '../../../sdk/ids.js';
import type { Format } from '../../texts/format.js';
import type { Texts } from '../../texts/texts.js';

type Offer = AnswerOf<'offers'>;

/** What an offer costs, and for what: by period, by uses, once, or nothing. */
export function priceOf({ periodSeconds, price, units }: Offer, { offer }: Texts, format: Format): string {
  if (price === '0') return offer.free;
  const money = format.money(price);
  if (units !== null && periodSeconds !== null) {
    return offer.perUnitsAndPeriod(money, units, format.period(periodSeconds));
  }
  if (units !== null) return offer.perUnits(money, units);
  return periodSeconds === null ? offer.once(money) : offer.perPeriod(money, format.period(periodSeconds));
}

/** The conditions of an offer, each a sentence. */
export function describeOffer(offer: Offer, texts: Texts, format: Format): string[] {
  const { offer: say, purposes } = texts;
  const every = PURPOSES.every((purpose) => offer.purposes.includes(purpose));
  const named = offer.purposes.map((purpose) => purposes[purpose as Purpose] ?? purpose);
  const { royaltyBps, seats, taken } = offer;
  return [
    say.rights(format.list(offer.rights.map((right) => say.right[right as Right] ?? right))),
    offer.versionId === null ? say.follows : say.pinned(offer.versionId),
    ...(offer.rights.includes('derive') ? [say.royalty(format.percent(royaltyBps))] : []),
    every ? say.allPurposes : say.purposes(format.list(named)),
    ...(offer.buyer === null ? [] : [say.onlyFor(offer.buyer.legalName)]),
    ...(seats === null ? [] : [say.seats(seats - taken, seats)]),
    say.taken(taken),
  ];
}
