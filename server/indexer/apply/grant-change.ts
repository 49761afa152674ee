import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { endOf } from './end-of.js';

type Changing = 'GrantExtended' | 'GrantEnded' | 'GrantFrozen' | 'GrantFreezeLifted' | 'UnitsAdded' | 'UnitsUsed';

/** What an event says of a grant. */
interface Said {
  end?: bigint;
  units?: bigint;
  used?: bigint;
  frozenUntil?: bigint;
}

/** A grant changes: how it is now, and the change itself, which stays. */
export function grantChange(event: EventOf<Changing>, { end, frozenUntil, units, used }: Said): RowChange[] {
  const grant = Number(event.args.grantId);
  const set = {
    ...(end === undefined ? {} : { ends_at: endOf(end) }),
    ...(units === undefined ? {} : { units: Number(units) }),
    ...(used === undefined ? {} : { used: Number(used) }),
    ...(frozenUntil === undefined ? {} : { frozen_until: Number(frozenUntil) }),
  };
  const silent = { ends_at: null, units: null, used: null, frozen_until: null };
  // Nothing is said by null here, so no end is 0.
  const said = { ...silent, ...set, ...(end === undefined ? {} : { ends_at: endOf(end) ?? 0 }) };
  return [
    { update: 'grants', key: grant, set },
    { insert: 'grant_changes', row: { block: event.block, log_index: event.logIndex, grant_id: grant, ...said } },
  ];
}
