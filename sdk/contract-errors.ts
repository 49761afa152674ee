import { type Interface, isError } from 'ethers';
import { factories } from '../types/index.js';
import { LedgerError } from './errors.js';

/** What to tell a person when a contract refuses, by the error's name. `{name}` stands for one of the error's values. */
export const SENTENCES: Record<string, string> = {
  MemberRegistry_KeyUnknown: "{key} is no member's key; have it admitted by the notary, or added by your admin key.",
  MemberRegistry_KeyIsRevoked: 'The key {key} was revoked; act with another key of your member.',
  MemberRegistry_KeyLacksRole: 'The key {key} lacks the role that this act needs; let your admin key add one that has it.',
  MemberRegistry_MemberNotActive: 'Member {memberId} is suspended, expired or frozen; ask the consortium office.',
  MemberRegistry_IdentifierTaken: 'This register number is member {memberId} already.',
  MemberRegistry_KeyTaken: 'The address {key} is or was a key of member {memberId}; make a new key.',
  MemberRegistry_BadSignature: 'The signature is not by {key} over these values; let that key sign again.',
  MemberRegistry_BadCharacter: "'{value}' holds a character other than A-Z 0-9 . - _; write it in capitals without spaces.",
  MemberRegistry_MemberUnknown: 'There is no member {memberId}.',
  AccessManagedUnauthorized: 'The key {caller} does not hold the consortium role that this act needs.',
  DatasetRegistry_DatasetUnknown: 'There is no dataset {datasetId}.',
  DatasetRegistry_VersionUnknown: 'There is no version {versionId}.',
  DatasetRegistry_NotTheOwner: 'Member {memberId} does not own dataset {datasetId}.',
  DatasetRegistry_RoyaltyMissing:
    'The payee table leaves out the royalty owed to dataset {datasetId}: at least {shareBps} basis points.',
  DatasetRegistry_RoyaltyUnasked: 'Nothing asks for a royalty to dataset {datasetId}, and it is not yours: leave it out.',
  DatasetRegistry_RoyaltyNotOnward:
    'Version {versionId} may not be passed on: dataset {datasetId} has not given the onward right for it.',
  DatasetRegistry_RoomLacking:
    'A derivative of version {versionId} would owe {royaltiesBps} basis points in {royalties} royalties: nothing is left for its maker.',
  DatasetRegistry_SharesNotWhole: 'The shares make {sumBps} basis points; they must make 10,000.',
  DatasetRegistry_SourceNotOwned:
    'Version {versionId} belongs to member {owner}; buy the right to derive and name the grant (VERSION@GRANT).',
  DatasetRegistry_TableChanged: 'The payees changed with version {current}; look at it, then buy with that version.',
  DatasetRegistry_VersionOfAnother: 'Version {versionId} is not of dataset {datasetId}.',
  AccessGrants_MayNotDerive: 'Grant {grantId} does not let you derive from that version (reason {reason}).',
  AccessGrants_NotThePinnedVersion: 'The offer is for version {pinned}; you named {seen}.',
  AccessGrants_SellerNotActive: 'The seller, member {memberId}, may not act now.',
  AccessGrants_Ended: 'Grant {grantId} has ended; an ended grant is not revived: buy anew.',
  AccessGrants_TooEarly: 'Grant {grantId} is renewed when at most half a period is left.',
  AccessGrants_RoyaltiesRose:
    'Royalties rose since grant {grantId} was bought: it keeps what it covers; buy anew for later versions.',
  AccessGrants_NotRenewable:
    'Grant {grantId} is not yours, is of another offer, or has neither an end nor units: it is not renewed this way.',
  AccessMarket_OfferUnknown: 'There is no offer {offerId}.',
  AccessMarket_OfferIsClosed: 'Offer {offerId} is closed.',
  AccessMarket_PriceAboveMaximum: 'The offer costs {price} base units, above your maximum of {maximum}.',
  AccessMarket_NotTheSeller: 'Member {memberId} did not write terms {termsId}.',
  AccessMarket_BadPeriod: 'Terms that follow updates are sold for 1 second to 92 days; {period} seconds is not.',
  MemberRegistry_WrongStatus: 'The standing of member {memberId} does not allow that (status {status}).',
  MemberRegistry_NotLonger: 'The admission ends later already; name a later time.',
  MemberRegistry_IdentifierOfAnother: "That register number is not this member's.",
  MemberRegistry_NoRecovery: 'No recovery is proposed for member {memberId}.',
  MemberRegistry_RecoveryPending:
    'A recovery is proposed for member {memberId}; it can be finished from {from} on (Unix seconds), or vetoed by any good key.',
  MemberRegistry_NoPayoutDue: 'No change of payout is due for member {memberId}; an announced one waits 48 hours.',
  MemberRegistry_PayoutAccountUnusable:
    '{payoutAccount} cannot be paid: it is zero, a contract of the ledger, a keyless account or a revoked key.',
  MemberRegistry_PayoutAccountTaken: '{payoutAccount} answers to member {memberId}; name another account.',
  MemberRegistry_OwnKey: 'A key does not change or revoke itself; act with another admin key.',
  MemberRegistry_KeyOfAnother: '{key} is not a key of your member.',
  Freezable_BadEnd: 'A freeze ends in the future, at most 30 days from now, and not before the one that is on.',
  Freezable_CaseExhausted: 'Case {caseNumber} has frozen this twice already.',
  Succession_Closed: 'That contract takes no new entries; they are made in {successor}.',
  DatasetRegistry_Retired: 'Dataset {datasetId} is retired: no new versions, sales or renewals.',
  DatasetRegistry_Frozen: 'Dataset {datasetId} is frozen until {frozenUntil} (Unix seconds).',
  DatasetRegistry_Withdrawn: 'Version {versionId} is withdrawn.',
  DatasetRegistry_StateChanged: 'Dataset {datasetId} has changed since you looked; look again, then send its new fingerprint.',
  DatasetRegistry_ReceiverNotActive: 'Member {memberId} may not act now: it gets nothing new.',
  DatasetRegistry_NoConsent:
    'Dataset {datasetId} carries a royalty without onward to dataset {sourceId}, whose owner has not consented to member {to}.',
  DatasetRegistry_VersionChanged: 'The dataset has version {current} by now; look at it, then name it.',
  DatasetRegistry_NothingToRelease: 'Dataset {datasetId} carries no royalty to dataset {sourceId} that is not released.',
  DatasetRegistry_NotAnOriginator: 'Member {memberId} is no originator of table {tableId}.',
  DatasetRegistry_OriginatorUnknown: 'There is no member {memberId}: name originators that are admitted.',
  AccessGrants_Frozen: 'Grant {grantId} is frozen until {until} (Unix seconds).',
  AccessGrants_TooFewUnits: 'Grant {grantId} has {units} units; the ticket counts {signed}.',
  AccessGrants_NotTheHoldersKey: '{key} is no good key of the holder of grant {grantId} with the buy role.',
  AccessGrants_NotTheHolder: 'Member {memberId} does not hold grant {grantId}.',
  AccessMarket_OfferForAnother: 'Offer {offerId} is for member {buyer} only.',
  AccessMarket_SoldOut: 'All {seats} seats of offer {offerId} are taken.',
  AccessMarket_BadUnits: 'The offer sells {offered} units at a time (0: it does not count them); {units} is no multiple.',
  AccessMarket_NotTheOwner: 'Member {memberId} does not own the dataset of grant {grantId}.',
  AccessMarket_RefundAboveMaximum: 'The unearned part is {refund} base units, above your maximum of {maximum}.',
  AccessMarket_NoPayoutAccount: 'Member {memberId} cannot be paid now: it is frozen, or its payout account is a revoked key.',
  ERC20InsufficientBalance: 'The buyer {sender} holds {balance} base units; {needed} are needed.',
  ERC20InsufficientAllowance: 'The market may take {allowance} base units; {needed} are needed: approve first.',
  SettlementToken_ReceiverUnknown: '{to} is no member: it cannot hold the settlement token.',
  SettlementToken_SenderNotActive: '{from} may not send the settlement token: its member is not active.',
};

const INTERFACES: Interface[] = [
  factories.contracts.MemberRegistry__factory,
  factories.contracts.DatasetRegistry__factory,
  factories.contracts.AccessGrants__factory,
  factories.contracts.AccessMarket__factory,
  factories.contracts.RevenueLedger__factory,
  factories.contracts.SettlementToken__factory,
].map((factory) => factory.createInterface());

/**
 * Turns what ethers throws when a contract reverts into a refusal with the contract's own error name as code.
 *
 * @param error - Whatever was thrown.
 * @returns A {@link LedgerError}, or the same thing when it is none of ours.
 */
export function explainRevert(error: unknown): unknown {
  const data = revertData(error);
  if (data === undefined) {
    if (isError(error, 'CALL_EXCEPTION') || isError(error, 'INSUFFICIENT_FUNDS') || isError(error, 'NONCE_EXPIRED')) {
      return new LedgerError('CHAIN_REFUSED', { problem: error.shortMessage });
    }
    return error;
  }
  for (const contract of INTERFACES) {
    const parsed = contract.parseError(data);
    if (parsed === null) continue;
    const values = Object.fromEntries(parsed.fragment.inputs.map((input, i) => [input.name, plain(parsed.args[i])]));
    const given = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    const sentence = SENTENCES[parsed.name] ?? `The contract refused with ${parsed.name} (${given.join(', ')}).`;
    return new LedgerError(parsed.name, values, { sentence, status: 422 });
  }
  return new LedgerError('CHAIN_REFUSED', { problem: `unknown error ${data.slice(0, 10)}` });
}

/** The revert data wherever the node and ethers put it. */
function revertData(error: unknown): string | undefined {
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    const { data } = next as { data?: unknown };
    if (typeof data === 'string' && /^0x[0-9a-f]{8,}$/i.test(data)) return data;
    queue.push(...['info', 'error', 'data', 'cause'].map((key) => (next as Record<string, unknown>)[key]));
  }
  return undefined;
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
