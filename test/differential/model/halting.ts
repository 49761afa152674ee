import type { ActOf, Subject } from '../acts.js';
import { type Grant, must, NO_END, type State } from './state.js';
import { createProblems, refused, type Touched, type Verdict } from './verdict.js';

const LONGEST_FREEZE = 30 * 86_400;
const MOST_FREEZES = 2;
const UNKNOWN = {
  dataset: 'DatasetRegistry_DatasetUnknown',
  member: 'MemberRegistry_MemberUnknown',
  grant: 'AccessGrants_GrantUnknown',
} as const;

function subjectOf(state: State, subject: Subject, id: number): { frozenUntil: number } | undefined {
  if (subject === 'dataset') return state.datasets.get(id);
  return subject === 'member' ? state.members.get(id) : state.grants.get(id);
}

/** Judges a freeze by the auditor. */
export function judgeFreeze(state: State, { subject, id, caseNumber, lasts }: ActOf<'freeze'>): Verdict {
  const problems = createProblems();
  const found = subjectOf(state, subject, id);
  problems.unless(found !== undefined, UNKNOWN[subject]);
  if (found === undefined) return refused(problems);
  const until = state.now + lasts;
  const runsOut = found.frozenUntil > state.now ? found.frozenUntil : state.now + 1;
  problems.unless(until >= runsOut && lasts <= LONGEST_FREEZE, 'Freezable_BadEnd');
  const key = [subject, id, caseNumber].join();
  const before = state.freezes.get(key) ?? 0;
  problems.unless(before < MOST_FREEZES, 'Freezable_CaseExhausted');
  problems.unless(caseNumber.length > 0 && caseNumber.length <= 64, 'Freezable_BadCase');
  const apply: Verdict['apply'] = () => {
    if (subject === 'grant') delayEnd(state, must(state.grants, id), until);
    found.frozenUntil = until;
    state.freezes.set(key, before + 1);
    return [{ type: subject, id }];
  };
  return { problems: problems.list, apply };
}

/** What is paid for is delayed by as long as the freeze lasts; what has ended stays so. */
function delayEnd({ now }: State, grant: Grant, until: number): void {
  if (grant.end === NO_END || grant.end <= now) return;
  grant.end = Math.min(grant.end + until - Math.max(now, grant.frozenUntil), NO_END - 1);
}

/** What is left of the freeze was no delay. */
function bringEndBack({ now }: State, grant: Grant): void {
  if (grant.end !== NO_END && grant.end > grant.frozenUntil) grant.end -= grant.frozenUntil - now;
}

/** Judges the end of a freeze before its time, under any case. What is asked of the time before it gets the answer as if there was none. */
export function judgeLift(state: State, { subject, id, caseNumber }: ActOf<'liftFreeze'>): Verdict {
  const problems = createProblems();
  const found = subjectOf(state, subject, id);
  problems.unless(found !== undefined && found.frozenUntil > state.now, 'Freezable_NotFrozen');
  problems.unless(caseNumber.length > 0 && caseNumber.length <= 64, 'Freezable_BadCase');
  const apply: Verdict['apply'] = (): Touched[] => {
    if (subject === 'grant') bringEndBack(state, must(state.grants, id));
    if (found !== undefined) found.frozenUntil = 0;
    return [{ type: subject, id }];
  };
  return { problems: problems.list, apply };
}

/** Judges a suspension, or its end: once. */
export function judgeStanding(state: State, { type, memberId }: ActOf<'suspend' | 'reinstate'>): Verdict {
  const problems = createProblems();
  const member = must(state.members, memberId);
  const suspends = type === 'suspend';
  problems.unless(member.suspended !== suspends, 'MemberRegistry_WrongStatus');
  const apply: Verdict['apply'] = () => {
    member.suspended = suspends;
    return [{ type: 'member', id: memberId }];
  };
  return { problems: problems.list, apply };
}
