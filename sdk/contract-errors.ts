import { type Interface, isError } from 'ethers';
import { factories } from '../types/index.js';
import { LedgerError } from './errors.js';
import { errorsInside, saidIn } from './errors-inside.js';
import { ACCESS_REASONS } from './ids.js';
import { STANDARD_SENTENCES } from './standard-sentences.js';

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
  AccessGrants_MayNotDerive: 'Grant {grantId} does not let you derive from that version ({reason}).',
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
  AccessMarket_PriceAboveMaximum: 'The offer costs {price}, above your maximum of {maximum}.',
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
  AccessMarket_RefundAboveMaximum: 'The unearned part is {refund}, above your maximum of {maximum}.',
  AccessMarket_NoPayoutAccount: 'Member {memberId} cannot be paid now: it is frozen, or its payout account is a revoked key.',
  SettlementToken_ReceiverUnknown: '{to} is no member: it cannot hold the settlement token.',
  SettlementToken_SenderNotActive: '{from} may not send the settlement token: its member is not active.',
  Freezable_BadCase: "'{caseNumber}' is no case number: take 1 to 64 bytes.",
  Freezable_NotFrozen: 'No freeze of {subject} is on, so there is none to lift.',
  Succession_Unusable: '{successor} cannot follow: it is no contract, or a successor is named already.',
  MemberRegistry_AlreadyExpired: 'The admission would be over already ({validUntil}, Unix seconds); name a later end.',
  MemberRegistry_BadLength: "'{value}' is empty or longer than {maximum} bytes; write it as the register has it.",
  MemberRegistry_BadRoles: 'The roles ({roles}) are none, or hold one that does not exist; name at least one that does.',
  MemberRegistry_FirstKeyNotAdmin: 'The first key of a member needs the admin role (it has {roles}); let it sign for all roles.',
  MemberRegistry_KeyUnusable: '{key} cannot be a key; name another address.',
  MemberRegistry_SignatureExpired: 'The signature was good until {deadline} (Unix seconds); let the key sign again.',
  DatasetRegistry_AnswerUnchanged: 'Member {memberId} has given this answer about table {tableId} already.',
  DatasetRegistry_BadEntry: 'Line {index} of the payee table is malformed ({entry}); let the command compute the table.',
  DatasetRegistry_BadSignature: 'The answer is not signed by {key} over these values; let that key sign again.',
  DatasetRegistry_NoContentRoot: 'A version needs the root of its content; hash the data first.',
  DatasetRegistry_NoOriginator: 'A payee table needs at least one originator; name one.',
  DatasetRegistry_NoPayees: 'A first version, and one with sources, brings a payee table; name its originators.',
  DatasetRegistry_NoShare: 'Member {memberId} would get nothing; give it at least 1 basis point, or leave it out.',
  DatasetRegistry_NotAscending: 'Entry {index} is out of order or there twice; sort the table and the sources by id.',
  DatasetRegistry_NotATable: 'Version {versionId} brought no payee table of its own; name the version that did.',
  DatasetRegistry_NotClaimable:
    'Version {sourceId} cannot be a hidden source of version {childId}: it is not older, or of the same dataset.',
  DatasetRegistry_RoyaltyDiffers:
    'The royalty to dataset {datasetId} is not the one owed (owed {owed}, given {given}, as packed entries); let the command compute the table.',
  DatasetRegistry_RoyaltyToItself: 'Table {tableId} is of the dataset itself, which pays itself no royalty; leave it out.',
  DatasetRegistry_RoyaltyTwice: 'The table pays dataset {datasetId} twice; name it once.',
  DatasetRegistry_SignatureExpired: 'The signature was good until {deadline} (Unix seconds); let the key sign again.',
  DatasetRegistry_TooMany: '{count} are too many: a table and a list of sources hold at most 128.',
  MemberToken_Locked: 'Grant {tokenId} stays with its holder; grants are not passed on.',
  AccessGrants_BadPeriod: 'Terms that follow updates are sold for 1 second to 92 days; {period} seconds is not.',
  AccessGrants_BadRights:
    'These rights (bits {rights}, royalty {royaltyBps} basis points) do not go together: name at least one; onward and a royalty need derive.',
  AccessGrants_BadSignature: 'The ticket is not signed by {key} over these values; let that key sign again.',
  AccessGrants_EndTooFar: 'The grant would end later than one can ({end}, Unix seconds); take a shorter period.',
  AccessGrants_GrantUnknown: 'There is no grant {grantId}.',
  AccessGrants_MarketUnusable: '{market} cannot be added or closed: it is zero, there already, or not open.',
  AccessGrants_NoPurpose: 'Terms need at least one purpose; name one.',
  AccessGrants_NotAMarket: '{caller} is no open market; only one issues and extends grants.',
  AccessGrants_NotTheOwner: 'Member {memberId} does not own dataset {datasetId}; only its owner writes terms.',
  AccessGrants_OfAnotherMarket: 'Grant {grantId} was issued by market {market}; end it there.',
  AccessGrants_RoyaltyTooHigh: 'A royalty of {royaltyBps} basis points leaves whoever derives nothing; ask at most 9,999.',
  AccessGrants_SignatureExpired: 'The ticket was good until {deadline} (Unix seconds); let the holder sign a new one.',
  AccessGrants_TermsStale:
    'The dataset has left member {owner}, which wrote terms {termsId}; look for an offer of its new owner.',
  AccessGrants_TermsUnknown: 'There are no terms {termsId}.',
  AccessGrants_TooManyUnits: 'Grant {grantId} cannot hold {units} units; buy fewer.',
  RevenueLedger_FeeTooHigh: 'A fee of {feeBps} basis points is above the most, 500.',
  RevenueLedger_MarketUnusable: '{market} cannot be added or closed: it is zero, there already, or not open.',
  RevenueLedger_NoConsortium: 'No member gets the fee yet; let the admin name one.',
  RevenueLedger_NoPayoutAccount:
    'Member {memberId} cannot be paid the fee now: it is frozen, or its payout account is a revoked key.',
  RevenueLedger_NoRiseDue: 'No rise of the fee is due (announced: {feeBps} basis points from {from}, Unix seconds; 0: none).',
  RevenueLedger_NotAMarket: '{caller} is no market; only one brings revenue.',
  RevenueLedger_NotReceived: 'The price did not arrive: the ledger holds {held} where it must hold {needed}.',
  RevenueLedger_OutOfOrder: 'Id {index} of the list is out of order: tables descend, members ascend, none is there twice.',
  SettlementToken_TooManyDecimals: 'A token of {decimals} decimals is not possible; take at most 18.',
  ...STANDARD_SENTENCES,
};

/** Values of refusals that are amounts, in settlement-token base units. */
const AMOUNTS: Record<string, readonly string[]> = {
  AccessMarket_PriceAboveMaximum: ['price', 'maximum'],
  AccessMarket_RefundAboveMaximum: ['refund', 'maximum'],
  ERC20InsufficientAllowance: ['allowance', 'needed'],
  ERC20InsufficientBalance: ['balance', 'needed'],
  RevenueLedger_NotReceived: ['needed', 'held'],
};

const INTERFACES: Interface[] = [
  factories.contracts.MemberRegistry__factory,
  factories.contracts.DatasetRegistry__factory,
  factories.contracts.AccessGrants__factory,
  factories.contracts.AccessMarket__factory,
  factories.contracts.RevenueLedger__factory,
  factories.contracts.SettlementToken__factory,
  factories.openzeppelin.contracts.access.manager.AccessManager__factory,
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
    if (saysNoSender(error)) return new LedgerError('SENDER_REFUSED');
    if (isError(error, 'CALL_EXCEPTION') || isError(error, 'INSUFFICIENT_FUNDS') || isError(error, 'NONCE_EXPIRED')) {
      return new LedgerError('CHAIN_REFUSED', { problem: error.shortMessage });
    }
    return error;
  }
  for (const contract of INTERFACES) {
    const parsed = contract.parseError(data);
    if (parsed === null) continue;
    const values = Object.fromEntries(
      parsed.fragment.inputs.map(({ name }, i) => [
        name,
        name === 'reason' ? reasonOf(plain(parsed.args[i])) : plain(parsed.args[i]),
      ]),
    );
    const given = Object.entries(values).map(([name, value]) => `${name} ${value}`);
    const sentence = sentenceOf(parsed.name) ?? `The contract refused with ${parsed.name} (${given.join(', ')}).`;
    return new LedgerError(parsed.name, values, { sentence, status: 422 });
  }
  return new LedgerError('CHAIN_REFUSED', { problem: `unknown error ${data.slice(0, 10)}` });
}

/** A chain that keeps a list of senders says so in words only. */
function saysNoSender(error: unknown): boolean {
  return /non-allow.?listed|not (on|in) the allow.?list|sender.*not.*(permitted|authorized)/i.test(saidIn(error));
}

/** Why a grant does not do, by name. */
function reasonOf(value: unknown): unknown {
  return ACCESS_REASONS[Number(value)] ?? value;
}

/** What a refusal says; amounts in base units, for nobody here knows the token's decimals. */
function sentenceOf(code: string): string | undefined {
  return (AMOUNTS[code] ?? []).reduce(
    (sentence, name) => sentence?.replaceAll(`{${name}}`, `{${name}} base units`),
    SENTENCES[code],
  );
}

/**
 * Says a refusal of a contract again with its amounts as people write them.
 *
 * @param error - Any refusal.
 * @param money - Writes an amount in base units.
 * @returns The same code and values; the very same refusal when there is no amount in it.
 */
export function withMoney(error: LedgerError, money: (amount: bigint) => string): LedgerError {
  const names = AMOUNTS[error.code];
  const sentence = SENTENCES[error.code];
  if (names === undefined || sentence === undefined) return error;
  const said = names.reduce((text, name) => text.replaceAll(`{${name}}`, () => amountText(error.details[name], money)), sentence);
  return new LedgerError(error.code, error.details, { sentence: said, status: error.status });
}

/** A value as an amount; what is none is not repeated. */
function amountText(value: unknown, money: (amount: bigint) => string): string {
  return /^\d+$/.test(String(value)) ? money(BigInt(String(value))) : '?';
}

/** The revert data wherever the node and ethers put it. */
function revertData(error: unknown): string | undefined {
  for (const { data } of errorsInside(error)) if (typeof data === 'string' && /^0x[0-9a-f]{8,}$/i.test(data)) return data;
  return undefined;
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
