import { viewAccounts, viewCredits, viewMember, viewMembers } from '../../domain/member-view.js';
import { viewMemberPayouts } from '../../domain/payout-view.js';
import { placePageOf, route } from '../route.js';

/** Who is in the consortium, and what each is due and was paid. */
export const memberRoutes = [
  route('members', ({ ids, status, ...page }, { reads }) => viewMembers(reads, { ids, status }, page)),
  route('member', ({ id }, { reads }) => viewMember(reads, id)),
  route('memberPayouts', ({ id, ...page }, { reads }) => viewMemberPayouts(reads, id, placePageOf(page))),
  route('credits', ({ id, ...page }, { reads }) => viewCredits(reads, id, placePageOf(page))),
  route('accounts', (page, { reads }) => viewAccounts(reads, page)),
];
