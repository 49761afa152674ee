import type { EventOf, LedgerEvent, LedgerEventName } from '../chain/ledger-event.js';
import type { RowChange } from '../store/row-change.js';
import { accessPurchased } from './apply/access-purchased.js';
import { accessRefunded } from './apply/access-refunded.js';
import { accessRenewed } from './apply/access-renewed.js';
import { admissionRenewed } from './apply/admission-renewed.js';
import { admissionVoided } from './apply/admission-voided.js';
import { consortiumChanged } from './apply/consortium-changed.js';
import { datasetFreezeLifted } from './apply/dataset-freeze-lifted.js';
import { datasetFrozen } from './apply/dataset-frozen.js';
import { datasetRegistered } from './apply/dataset-registered.js';
import { datasetRetired } from './apply/dataset-retired.js';
import { datasetTransferred } from './apply/dataset-transferred.js';
import { distributed } from './apply/distributed.js';
import { feeChanged } from './apply/fee-changed.js';
import { feesPaid } from './apply/fees-paid.js';
import { grantEnded } from './apply/grant-ended.js';
import { grantExtended } from './apply/grant-extended.js';
import { grantFreezeLifted } from './apply/grant-freeze-lifted.js';
import { grantFrozen } from './apply/grant-frozen.js';
import { grantIssued } from './apply/grant-issued.js';
import { keyAdded } from './apply/key-added.js';
import { keyRevoked } from './apply/key-revoked.js';
import { keysReplaced } from './apply/keys-replaced.js';
import { memberAdmitted } from './apply/member-admitted.js';
import { memberFreezeLifted } from './apply/member-freeze-lifted.js';
import { memberFrozen } from './apply/member-frozen.js';
import { memberReinstated } from './apply/member-reinstated.js';
import { memberSuspended } from './apply/member-suspended.js';
import { offerClosed } from './apply/offer-closed.js';
import { offerOpened } from './apply/offer-opened.js';
import { originAnswered } from './apply/origin-answered.js';
import { paidOut } from './apply/paid-out.js';
import { payeeTableDeclared } from './apply/payee-table-declared.js';
import { payoutChanged } from './apply/payout-changed.js';
import { payoutFailed } from './apply/payout-failed.js';
import { revenueCollected } from './apply/revenue-collected.js';
import { rolesChanged } from './apply/roles-changed.js';
import { sourceClaimed } from './apply/source-claimed.js';
import { termsWritten } from './apply/terms-written.js';
import { placed } from './apply/timed.js';
import { unitsAdded } from './apply/units-added.js';
import { unitsUsed } from './apply/units-used.js';
import { versionPublished } from './apply/version-published.js';
import { versionWithdrawn } from './apply/version-withdrawn.js';
import { subjects } from './subjects.js';

/** What each event changes beside the audit trail. A missing one does not compile. */
const APPLY: { [Name in LedgerEventName]: (event: EventOf<Name>) => RowChange[] } = {
  MemberAdmitted: memberAdmitted,
  KeyAdded: keyAdded,
  KeyRevoked: keyRevoked,
  MemberSuspended: memberSuspended,
  MemberReinstated: memberReinstated,
  DatasetRegistered: datasetRegistered,
  VersionPublished: versionPublished,
  PayeeTableDeclared: payeeTableDeclared,
  TermsWritten: termsWritten,
  OfferOpened: offerOpened,
  OfferClosed: offerClosed,
  GrantIssued: grantIssued,
  GrantExtended: grantExtended,
  AccessPurchased: accessPurchased,
  AccessRenewed: accessRenewed,
  RevenueCollected: revenueCollected,
  Distributed: distributed,
  PaidOut: paidOut,
  PayoutFailed: payoutFailed,
  FeesPaid: feesPaid,
  FeeChanged: feeChanged,
  RolesChanged: rolesChanged,
  KeysReplaced: keysReplaced,
  PayoutChanged: payoutChanged,
  AdmissionRenewed: admissionRenewed,
  AdmissionVoided: admissionVoided,
  MemberFrozen: memberFrozen,
  MemberFreezeLifted: memberFreezeLifted,
  DatasetFrozen: datasetFrozen,
  DatasetFreezeLifted: datasetFreezeLifted,
  GrantFrozen: grantFrozen,
  GrantFreezeLifted: grantFreezeLifted,
  VersionWithdrawn: versionWithdrawn,
  DatasetRetired: datasetRetired,
  DatasetTransferred: datasetTransferred,
  OriginAnswered: originAnswered,
  SourceClaimed: sourceClaimed,
  GrantEnded: grantEnded,
  UnitsAdded: unitsAdded,
  UnitsUsed: unitsUsed,
  AccessRefunded: accessRefunded,
  ConsortiumChanged: consortiumChanged,
};

/**
 * Maps an event to the rows that it changes: one in the audit trail, what follows from it, and whom it is about.
 *
 * @param event - A decoded event.
 */
export function rowChanges(event: LedgerEvent): RowChange[] {
  const trail: RowChange = {
    insert: 'events',
    row: { ...placed(event), contract: event.contract, type: event.type, args: toJson(event.args) },
  };
  const apply = APPLY[event.type as LedgerEventName] as ((event: LedgerEvent) => RowChange[]) | undefined;
  return [trail, ...(apply === undefined ? [] : apply(event)), ...subjects(event)];
}

/** Arguments as JSON, numbers as decimal strings: JSON's own would lose digits. An array's values are named by their places alone. */
function toJson(value: unknown): string {
  if (typeof value === 'bigint') return `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(toJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = '';
  for (const [name, one] of Object.entries(value)) text += `${text === '' ? '' : ','}"${name}":${toJson(one)}`;
  return `{${text}}`;
}
