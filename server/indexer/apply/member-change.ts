import type { Position } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** What an event says of a member. */
export interface MemberSaid {
  status?: 'active' | 'suspended' | 'voided';
  valid_until?: number;
  credential_hash?: string;
  payout_account?: string;
  payout_minimum?: bigint;
  frozen_until?: number;
}

const SILENT = {
  status: null,
  valid_until: null,
  credential_hash: null,
  payout_account: null,
  payout_minimum: null,
  frozen_until: null,
};

/** A member changes: how it is now, and the change itself, which stays. */
export function memberChange(event: Position & { args: { memberId: bigint } }, said: MemberSaid): RowChange[] {
  return [{ update: 'members', key: Number(event.args.memberId), set: said }, memberChangeRow(event, said)];
}

/** The row of a change. */
export function memberChangeRow(event: Position & { args: { memberId: bigint } }, said: MemberSaid): RowChange {
  const place = { block: event.block, log_index: event.logIndex, member_id: Number(event.args.memberId) };
  return { insert: 'member_changes', row: { ...place, ...SILENT, ...said } };
}
