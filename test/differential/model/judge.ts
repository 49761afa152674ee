import type { Act } from '../acts.js';
import { judgeOrder } from './buying.js';
import { judgeFreeze, judgeLift, judgeStanding } from './halting.js';
import { judgeEarlyEnd, judgeGivingUp, judgeTickets } from './holding.js';
import { judgeDistribution, judgeFees, judgePayout } from './money.js';
import { judgeConsent, judgeRelease, judgeRetirement, judgeTransfer, judgeWithdrawal } from './owning.js';
import { judgeVersion } from './publishing.js';
import { judgeClosing, judgeOffer, judgeTerms } from './selling.js';
import { MAX_ALLOWANCE, must, type State } from './state.js';
import type { Verdict } from './verdict.js';

/** Says what should happen to an act in a state. */
export function judge(state: State, act: Act): Verdict {
  switch (act.type) {
    case 'register':
      return judgeVersion(state, act.by, 0, act);
    case 'publish':
      return judgeVersion(state, act.by, act.datasetId, act);
    case 'writeTerms':
      return judgeTerms(state, act);
    case 'openOffer':
      return judgeOffer(state, act);
    case 'closeOffer':
      return judgeClosing(state, act);
    case 'purchase':
    case 'renew':
      return judgeOrder(state, act);
    case 'approve':
      return { problems: [], apply: () => approve(state, act.by) };
    case 'consume':
      return judgeTickets(state, act);
    case 'giveUp':
      return judgeGivingUp(state, act);
    case 'endEarly':
      return judgeEarlyEnd(state, act);
    case 'withdraw':
      return judgeWithdrawal(state, act);
    case 'retire':
      return judgeRetirement(state, act);
    case 'release':
      return judgeRelease(state, act);
    case 'consent':
      return judgeConsent(state, act);
    case 'transferFrom':
    case 'transferUnchanged':
      return judgeTransfer(state, act);
    case 'transferGrant':
      return { problems: ['MemberToken_Locked'], apply: () => [] };
    case 'freeze':
      return judgeFreeze(state, act);
    case 'liftFreeze':
      return judgeLift(state, act);
    case 'suspend':
    case 'reinstate':
      return judgeStanding(state, act);
    case 'distribute':
      return judgeDistribution(state, act);
    case 'payOut':
      return judgePayout(state, act);
    case 'payFees':
      return judgeFees(state, act);
  }
}

function approve(state: State, by: number): [] {
  must(state.members, by).allowance = MAX_ALLOWANCE;
  return [];
}
