import type { EventOf } from '../../chain/ledger-event.js';
import type { RowChange } from '../../store/row-change.js';

/** A legal entity becomes a member; its first key comes with its own event. */
export function memberAdmitted(event: EventOf<'MemberAdmitted'>): RowChange[] {
  const { args } = event;
  return [
    {
      insert: 'members',
      row: {
        id: Number(args.memberId),
        legal_name: args.legalName,
        scheme: args.scheme,
        identifier: args.identifier,
        identifier_hash: args.identifierHash,
        credential_hash: args.credentialHash,
        notary_id: Number(args.notary),
        status: 'active',
        admitted_at: Number(args.admittedAt),
        valid_until: Number(args.validUntil),
        payout_account: args.payoutAccount,
        payout_minimum: args.payoutMinimum,
        frozen_until: 0,
        block: event.block,
      },
    },
  ];
}
