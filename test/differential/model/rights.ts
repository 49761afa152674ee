import { currentOf, type Grant, isActive, must, NO_END, type State } from './state.js';

/** Bits of a grant's rights. */
export const RIGHT = { read: 1, compute: 2, derive: 4, onward: 8 } as const;

/** Rights whose use is counted where units are; deriving and passing on are not uses, and no text says that units bind them. */
const USES = RIGHT.read | RIGHT.compute;

/** Whether a grant covers a version: the one it started with, or when it follows updates a later one without more royalties. */
function covers(state: State, grant: Grant, versionId: number): boolean {
  const version = state.versions.get(versionId);
  if (version === undefined) return false;
  if (versionId === grant.versionId) return true;
  const terms = must(state.terms, grant.termsId);
  if (terms.versionId !== 0) return false;
  const first = must(state.versions, grant.versionId);
  return (
    version.datasetId === terms.datasetId &&
    versionId > grant.versionId &&
    version.publishedAt < grant.end &&
    version.ownShareBps >= first.ownShareBps
  );
}

/** What is asked of a grant. `purpose` is left out where it does not bind: deriving. */
export interface Question {
  grantId: number;
  memberId: number;
  versionId: number;
  right: number;
  purpose?: number;
  at: number;
}

/** All reasons why a grant does not allow something; none when it does. */
export function refusals(state: State, { grantId, memberId, versionId, right, purpose, at }: Question): string[] {
  const grant = state.grants.get(grantId);
  if (grant === undefined) return ['grant-unknown'];
  const terms = must(state.terms, grant.termsId);
  const reasons: [boolean, string][] = [
    [grant.memberId === memberId, 'not-the-holder'],
    [isActive(state, grant.memberId), 'holder-not-active'],
    [at >= grant.start, 'not-started'],
    [at < grant.end, 'expired'],
    [covers(state, grant, versionId), 'version-not-covered'],
    [(terms.rights & right) !== 0, 'right-not-granted'],
    [purpose === undefined || ((terms.purposes >> BigInt(purpose)) & 1n) === 1n, 'purpose-not-granted'],
    [at >= grant.frozenUntil, 'frozen'],
    [grant.units === 0 || grant.used < grant.units || (right & USES) === 0, 'units-used-up'],
  ];
  return reasons.filter(([fine]) => !fine).map(([, reason]) => reason);
}

/** Whether a member may derive from a version by a grant now, and under which terms. */
export function derivation(state: State, grantId: number, memberId: number, versionId: number) {
  const question = { grantId, memberId, versionId, right: RIGHT.derive, at: state.now };
  if (refusals(state, question).length > 0) return undefined;
  const { royaltyBps, rights } = must(state.terms, must(state.grants, grantId).termsId);
  return { royaltyBps, onward: (rights & RIGHT.onward) !== 0 };
}

/** Whether a grant goes on now. */
export function isRunning(state: State, grant: Grant): boolean {
  return state.now < grant.end && grant.frozenUntil <= state.now;
}

/** The version that a purchase of terms would start with: the pinned one, or the current one. */
export function startOf(state: State, termsId: number): number {
  const { versionId, datasetId } = must(state.terms, termsId);
  return versionId === 0 ? currentOf(state, datasetId).id : versionId;
}

/** What a seller pays back for ending a grant now, in base units, rounded up. */
export function unearned(state: State, grant: Grant): bigint {
  if (state.now >= grant.end) return 0n;
  const { price, period, units } = must(state.offers, grant.offerId);
  if (grant.units > 0) return ceil(price * BigInt(grant.units - grant.used), BigInt(units));
  return grant.end === NO_END ? price : ceil(price * BigInt(grant.end - state.now), BigInt(period));
}

function ceil(num: bigint, den: bigint): bigint {
  return (num + den - 1n) / den;
}
