import type { ActOf } from '../acts.js';
import { spendAllowance } from './buying.js';
import { isRunning, unearned } from './rights.js';
import { type Grant, isActive, must, type State } from './state.js';
import { createProblems, type Problems, refused, type Touched, type Verdict } from './verdict.js';

/**
 * Judges tickets, all or nothing. A running total counts whoever sends it, also after the grant's end or while it, or its holder, is
 * halted: it says what was used. One that is overtaken is a no-op, and then it does not matter who signed it.
 */
export function judgeTickets(state: State, { tickets }: ActOf<'consume'>): Verdict {
  const problems = createProblems();
  const used = new Map<number, number>();
  for (const { grantId, units, signer, deadlineIn, signedUnits } of tickets) {
    const grant = state.grants.get(grantId);
    problems.unless(grant !== undefined, 'AccessGrants_GrantUnknown');
    if (grant === undefined || units <= (used.get(grantId) ?? grant.used)) continue;
    used.set(grantId, units);
    problems.unless(deadlineIn >= 0, 'AccessGrants_SignatureExpired');
    problems.unless(units === signedUnits, 'AccessGrants_BadSignature');
    problems.unless(grant.memberId === signer, 'AccessGrants_NotTheHoldersKey');
    problems.unless(units <= grant.units, 'AccessGrants_TooFewUnits');
  }
  const apply: Verdict['apply'] = () =>
    tickets.map(({ grantId }): Touched => {
      const grant = must(state.grants, grantId);
      grant.used = used.get(grantId) ?? grant.used;
      return { type: 'grant', id: grantId };
    });
  return { problems: problems.list, apply };
}

/** Judges the end that a holder makes: nothing is paid back, and its units stay paid for. */
export function judgeGivingUp(state: State, { by, grantId }: ActOf<'giveUp'>): Verdict {
  const problems = createProblems();
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  const grant = state.grants.get(grantId);
  problems.unless(grant !== undefined, 'AccessGrants_GrantUnknown');
  if (grant === undefined) return refused(problems);
  problems.unless(grant.memberId === by, 'AccessGrants_NotTheHolder');
  requireRunning(state, grant, problems);
  const apply: Verdict['apply'] = () => {
    grant.end = state.now;
    return [{ type: 'grant', id: grantId }];
  };
  return { problems: problems.list, apply };
}

/** Judges the end that the dataset's owner makes: it pays back what is unearned, and units not used are no longer paid for. */
export function judgeEarlyEnd(state: State, { by, grantId, maximum }: ActOf<'endEarly'>): Verdict {
  const problems = createProblems();
  problems.unless(isActive(state, by), 'MemberRegistry_MemberNotActive');
  const grant = state.grants.get(grantId);
  problems.unless(grant !== undefined, 'AccessGrants_GrantUnknown');
  if (grant === undefined) return refused(problems);
  const { datasetId } = must(state.terms, grant.termsId);
  problems.unless(must(state.datasets, datasetId).owner === by, 'AccessMarket_NotTheOwner');
  requireRunning(state, grant, problems);
  const refund = unearned(state, grant);
  const payer = must(state.members, by);
  const holder = must(state.members, grant.memberId);
  problems.unless(refund <= maximum, 'AccessMarket_RefundAboveMaximum');
  problems.unless(refund === 0n || holder.frozenUntil <= state.now, 'AccessMarket_NoPayoutAccount');
  problems.unless(payer.balance >= refund, 'ERC20InsufficientBalance');
  problems.unless(payer.allowance >= refund, 'ERC20InsufficientAllowance');
  const apply: Verdict['apply'] = () => {
    spendAllowance(state, by, refund);
    payer.balance -= refund;
    holder.received += refund;
    grant.units = grant.used;
    grant.end = state.now;
    return [
      { type: 'grant', id: grantId },
      { type: 'member', id: by },
      { type: 'member', id: grant.memberId },
    ];
  };
  return { problems: problems.list, apply };
}

function requireRunning(state: State, grant: Grant, problems: Problems): void {
  if (isRunning(state, grant)) return;
  problems.unless(state.now < grant.end, 'AccessGrants_Ended');
  problems.unless(grant.frozenUntil <= state.now, 'AccessGrants_Frozen');
}
