import type * as Grants from '../../types/contracts/AccessGrants.js';
import type * as Market from '../../types/contracts/AccessMarket.js';
import type * as Datasets from '../../types/contracts/DatasetRegistry.js';
import type * as Members from '../../types/contracts/MemberRegistry.js';
import type * as Revenue from '../../types/contracts/RevenueLedger.js';

/** Where an event stands on the chain; (blockHash, logIndex) is its identity. */
export interface Position {
  block: number;
  blockHash: string;
  /** Unix seconds. */
  blockTime: number;
  logIndex: number;
  txHash: string;
  /** The contract, by its name in the deployment. */
  contract: string;
}

/** Values of the events that change what the ledger says, by event name. */
interface LedgerEvents {
  MemberAdmitted: Members.MemberAdmittedEvent.OutputObject;
  KeyAdded: Members.KeyAddedEvent.OutputObject;
  KeyRevoked: Members.KeyRevokedEvent.OutputObject;
  RolesChanged: Members.RolesChangedEvent.OutputObject;
  KeysReplaced: Members.KeysReplacedEvent.OutputObject;
  PayoutChanged: Members.PayoutChangedEvent.OutputObject;
  AdmissionRenewed: Members.AdmissionRenewedEvent.OutputObject;
  AdmissionVoided: Members.AdmissionVoidedEvent.OutputObject;
  MemberFrozen: Members.MemberFrozenEvent.OutputObject;
  MemberFreezeLifted: Members.MemberFreezeLiftedEvent.OutputObject;
  MemberSuspended: Members.MemberSuspendedEvent.OutputObject;
  MemberReinstated: Members.MemberReinstatedEvent.OutputObject;
  DatasetRegistered: Datasets.DatasetRegisteredEvent.OutputObject;
  VersionPublished: Datasets.VersionPublishedEvent.OutputObject;
  PayeeTableDeclared: Datasets.PayeeTableDeclaredEvent.OutputObject;
  VersionWithdrawn: Datasets.VersionWithdrawnEvent.OutputObject;
  DatasetRetired: Datasets.DatasetRetiredEvent.OutputObject;
  DatasetTransferred: Datasets.DatasetTransferredEvent.OutputObject;
  OriginAnswered: Datasets.OriginAnsweredEvent.OutputObject;
  SourceClaimed: Datasets.SourceClaimedEvent.OutputObject;
  DatasetFrozen: Datasets.DatasetFrozenEvent.OutputObject;
  DatasetFreezeLifted: Datasets.DatasetFreezeLiftedEvent.OutputObject;
  TermsWritten: Grants.TermsWrittenEvent.OutputObject;
  GrantIssued: Grants.GrantIssuedEvent.OutputObject;
  GrantExtended: Grants.GrantExtendedEvent.OutputObject;
  GrantEnded: Grants.GrantEndedEvent.OutputObject;
  UnitsAdded: Grants.UnitsAddedEvent.OutputObject;
  UnitsUsed: Grants.UnitsUsedEvent.OutputObject;
  GrantFrozen: Grants.GrantFrozenEvent.OutputObject;
  GrantFreezeLifted: Grants.GrantFreezeLiftedEvent.OutputObject;
  OfferOpened: Market.OfferOpenedEvent.OutputObject;
  OfferClosed: Market.OfferClosedEvent.OutputObject;
  AccessPurchased: Market.AccessPurchasedEvent.OutputObject;
  AccessRenewed: Market.AccessRenewedEvent.OutputObject;
  AccessRefunded: Market.AccessRefundedEvent.OutputObject;
  RevenueCollected: Revenue.RevenueCollectedEvent.OutputObject;
  Distributed: Revenue.DistributedEvent.OutputObject;
  PaidOut: Revenue.PaidOutEvent.OutputObject;
  PayoutFailed: Revenue.PayoutFailedEvent.OutputObject;
  FeesPaid: Revenue.FeesPaidEvent.OutputObject;
  FeeChanged: Revenue.FeeChangedEvent.OutputObject;
  ConsortiumChanged: Revenue.ConsortiumChangedEvent.OutputObject;
}

/** Events that are kept in the audit trail and change nothing else: what standards ask for beside ours, and consortium settings. */
type RecordedOnly =
  // ERC-721, ERC-4906, ERC-5192 and ERC-7858 say again what ours say.
  | 'Approval'
  | 'ApprovalForAll'
  | 'Transfer'
  | 'MetadataUpdate'
  | 'BatchMetadataUpdate'
  | 'Locked'
  | 'Unlocked'
  | 'TokenExpiryUpdated'
  // ERC-3009 and EIP-712.
  | 'AuthorizationUsed'
  | 'AuthorizationCanceled'
  | 'EIP712DomainChanged'
  // What is proposed or agreed, and shows when it takes effect.
  | 'RecoveryStarted'
  | 'RecoveryVetoed'
  | 'PayoutAnnounced'
  | 'PayoutCancelled'
  | 'RoyaltyReleased'
  | 'TransferConsented'
  // What the chain's own list of senders is told.
  | 'SenderAllowed'
  | 'SenderRefused'
  | 'GasMoneySent'
  // Consortium settings.
  | 'AuthorityUpdated'
  | 'SystemContractAdded'
  | 'MarketAdded'
  | 'MarketClosed'
  | 'RevenueMarketAdded'
  | 'RevenueMarketClosed'
  | 'SuccessorNamed'
  | 'FeeRiseAnnounced'
  | 'OperationScheduled'
  | 'OperationExecuted'
  | 'OperationCanceled'
  | 'RoleLabel'
  | 'RoleGranted'
  | 'RoleRevoked'
  | 'RoleAdminChanged'
  | 'RoleGuardianChanged'
  | 'RoleGrantDelayChanged'
  | 'TargetClosed'
  | 'TargetFunctionRoleUpdated'
  | 'TargetAdminDelayUpdated';

/** Names of the events that change what the ledger says. */
export type LedgerEventName = keyof LedgerEvents;

/** One decoded log of a contract of ours. */
export type LedgerEvent =
  | { [Name in LedgerEventName]: Position & { type: Name; args: LedgerEvents[Name] } }[LedgerEventName]
  | (Position & { type: RecordedOnly; args: Record<string, unknown> });

/** One event by its name. */
export type EventOf<Name extends LedgerEventName> = Extract<LedgerEvent, { type: Name }>;
