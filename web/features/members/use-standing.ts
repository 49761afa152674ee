import type { AnswerOf } from '../../../sdk/api/endpoints.js';
import { useNow } from '../../data/as-of.js';

/** Whether a member may act, and if not, why: by its status and by the time. */
export type Standing = AnswerOf<'members'>['status'] | 'expired' | 'frozen';

/** How a member stands now. */
export function useStanding(): (member: AnswerOf<'members'>) => Standing {
  const now = useNow();
  return ({ frozenUntil, status, validUntil }) => {
    if (status !== 'active') return status;
    if (validUntil <= now) return 'expired';
    return frozenUntil !== null && frozenUntil > now ? 'frozen' : 'active';
  };
}
