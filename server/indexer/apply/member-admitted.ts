import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';
import { memberChangeRow } from './member-change.js';

/** A legal entity becomes a member; its first key comes with its own event. */
export function memberAdmitted(event: EventOf<'MemberAdmitted'>): RowChange[] {
  const { args } = event;
  const said = {
    status: 'active',
    valid_until: Number(args.validUntil),
    credential_hash: args.credentialHash,
    payout_account: args.payoutAccount,
    payout_minimum: args.payoutMinimum,
    frozen_until: 0,
  } as const;
  return [
    {
      insert: 'members',
      row: {
        id: Number(args.memberId),
        legal_name: args.legalName,
        scheme: args.scheme,
        identifier: args.identifier,
        identifier_hash: args.identifierHash,
        notary_id: Number(args.notary),
        admitted_at: Number(args.admittedAt),
        ...said,
        block: event.block,
      },
    },
    memberChangeRow(event, said),
  ];
}
