// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Access, Right } from "../types/Enums.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "../types/Ids.sol";

/// @title IAccessGrants
/// @notice Terms and grants: the single truth of who may do what with which version, until when.
interface IAccessGrants {
    /// @notice Immutable conditions that an offer puts a price on.
    /// @param owner The member that wrote them; they sell only while it owns the dataset.
    /// @param datasetId The dataset.
    /// @param versionId The version they pin; 0 when they follow updates.
    /// @param rights Bit `1 << Right`.
    /// @param royaltyBps Part of the revenue of everything derived, in basis points. Only with the derive right.
    /// @param purposes Bits of the consortium's list of purposes.
    struct Terms {
        MemberId owner;
        DatasetId datasetId;
        VersionId versionId;
        uint8 rights;
        uint16 royaltyBps;
        uint64 purposes;
    }

    /// @notice A member's right of access, as bought.
    /// @param memberId The holder.
    /// @param termsId The terms.
    /// @param offerId The market's offer under which it was bought, and is renewed.
    /// @param versionId The version with which it starts.
    /// @param units Uses that are paid for; 0 when they are not counted.
    /// @param used Uses that are signed for.
    /// @param start First second, in Unix seconds.
    /// @param end End (exclusive), in Unix seconds; `type(uint32).max` without end.
    /// @param market Number of the market that issued it.
    struct Grant {
        MemberId memberId;
        TermsId termsId;
        OfferId offerId;
        VersionId versionId;
        uint24 units;
        uint24 used;
        uint32 start;
        uint32 end;
        uint8 market;
    }

    /// @notice What a holder signs for its uses: their running total.
    /// @param grantId The grant.
    /// @param units Uses since the grant was issued.
    /// @param key The holder's key with the buy role, which signs.
    /// @param deadline Last second at which the signature is good, in Unix seconds.
    /// @param signature The key's EIP-712 signature (ERC-1271 for contracts) over `Ticket(uint32 grantId,uint24 units,address key,uint40
    /// deadline)`.
    struct Ticket {
        GrantId grantId;
        uint24 units;
        address key;
        uint40 deadline;
        bytes signature;
    }

    /// @notice Emitted when a dataset's owner writes terms.
    /// @param termsId The new terms.
    /// @param datasetId The dataset.
    /// @param memberId The owner.
    /// @param versionId The version they pin; 0 when they follow updates.
    /// @param rights Bit `1 << Right`.
    /// @param royaltyBps In basis points.
    /// @param purposes Bits of the consortium's list of purposes.
    /// @param termsHash Hash of the legal text; 0 when there is none.
    event TermsWritten(
        TermsId indexed termsId,
        DatasetId indexed datasetId,
        MemberId indexed memberId,
        VersionId versionId,
        uint8 rights,
        uint16 royaltyBps,
        uint64 purposes,
        bytes32 termsHash
    );

    /// @notice Emitted when a market issues a grant.
    /// @param grantId The new grant.
    /// @param memberId The holder.
    /// @param termsId The terms.
    /// @param offerId The market's offer.
    /// @param versionId The version with which it starts.
    /// @param market The market's number.
    /// @param units Uses that are paid for; 0 when they are not counted.
    /// @param start First second, in Unix seconds.
    /// @param end End (exclusive), in Unix seconds; `type(uint32).max` without end.
    event GrantIssued(
        GrantId indexed grantId,
        MemberId indexed memberId,
        TermsId indexed termsId,
        OfferId offerId,
        VersionId versionId,
        uint8 market,
        uint24 units,
        uint32 start,
        uint32 end
    );

    /// @notice Emitted when a grant is renewed.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param end The end (exclusive) from now on, in Unix seconds; `type(uint32).max` without end.
    event GrantExtended(GrantId indexed grantId, MemberId indexed memberId, uint32 end);

    /// @notice Emitted beside {GrantExtended} when a renewal pays for more uses.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param units Uses that came in addition.
    /// @param total Uses that are paid for from now on, used ones included.
    event UnitsAdded(GrantId indexed grantId, MemberId indexed memberId, uint24 units, uint24 total);

    /// @notice Emitted when a grant ends before its time: its holder gave it up, or its seller paid back what was unearned.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param units Uses that stay paid for.
    /// @param end The new end (exclusive), in Unix seconds.
    event GrantEnded(GrantId indexed grantId, MemberId indexed memberId, uint24 units, uint32 end);

    /// @notice Emitted when a ticket counts.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param units Uses that this ticket adds.
    /// @param total Uses since the grant was issued.
    event UnitsUsed(GrantId indexed grantId, MemberId indexed memberId, uint24 units, uint24 total);

    /// @notice Emitted when the auditor halts a grant: it allows nothing, is not renewed and does not end early.
    /// @param grantId The grant.
    /// @param caseNumber The case.
    /// @param until End of the freeze (exclusive), in Unix seconds.
    /// @param end The grant's end from now on: as much later as the freeze lasts.
    event GrantFrozen(GrantId indexed grantId, string caseNumber, uint40 until, uint32 end);

    /// @notice Emitted when a freeze ends before its time.
    /// @param grantId The grant.
    /// @param caseNumber The case.
    /// @param end The grant's end from now on: as much earlier as the freeze would have lasted.
    event GrantFreezeLifted(GrantId indexed grantId, string caseNumber, uint32 end);

    /// @notice Emitted when a market may issue grants.
    /// @param market The market.
    /// @param number Its number in the grants, from 1.
    event MarketAdded(address indexed market, uint8 number);

    /// @notice Emitted when a market may no longer issue or extend; it can still end what it issued.
    /// @param market The market.
    /// @param number Its number.
    event MarketClosed(address indexed market, uint8 number);

    /// @notice Thrown when rights are empty, unknown, or onward or a royalty stands without derive.
    error AccessGrants_BadRights(uint8 rights, uint16 royaltyBps);

    /// @notice Thrown when a royalty leaves a derivative's maker nothing (above 9,999 basis points).
    error AccessGrants_RoyaltyTooHigh(uint16 royaltyBps);

    /// @notice Thrown when terms allow no purpose.
    error AccessGrants_NoPurpose();

    /// @notice Thrown when the caller's member does not own the dataset.
    error AccessGrants_NotTheOwner(DatasetId datasetId, MemberId memberId);

    /// @notice Thrown when the terms do not exist.
    error AccessGrants_TermsUnknown(TermsId termsId);

    /// @notice Thrown when the caller is no market, or a closed one.
    error AccessGrants_NotAMarket(address caller);

    /// @notice Thrown when a market would end a grant that another one issued.
    error AccessGrants_OfAnotherMarket(GrantId grantId, uint8 market);

    /// @notice Thrown when a market is zero, registered twice, would be the 256th, or is closed without being open.
    error AccessGrants_MarketUnusable(address market);

    /// @notice Thrown when the dataset left the member that wrote the terms.
    error AccessGrants_TermsStale(TermsId termsId, MemberId owner);

    /// @notice Thrown when the seller may not act.
    error AccessGrants_SellerNotActive(MemberId memberId);

    /// @notice Thrown when the terms pin another version than the buyer saw.
    error AccessGrants_NotThePinnedVersion(VersionId pinned, VersionId seen);

    /// @notice Thrown when terms that follow updates are sold for no period, or for more than 92 days.
    error AccessGrants_BadPeriod(uint32 period);

    /// @notice Thrown when an end would pass what a grant can hold.
    error AccessGrants_EndTooFar(uint256 end);

    /// @notice Thrown when the grant does not exist.
    error AccessGrants_GrantUnknown(GrantId grantId);

    /// @notice Thrown when the caller's member does not hold the grant.
    error AccessGrants_NotTheHolder(GrantId grantId, MemberId memberId);

    /// @notice Thrown when the grant is frozen.
    error AccessGrants_Frozen(GrantId grantId, uint40 until);

    /// @notice Thrown when a ticket counts more uses than are paid for.
    error AccessGrants_TooFewUnits(GrantId grantId, uint24 units, uint24 signed);

    /// @notice Thrown when a grant would hold more units than it can count.
    error AccessGrants_TooManyUnits(GrantId grantId, uint256 units);

    /// @notice Thrown when a ticket's key is no good key of the holder with the buy role.
    error AccessGrants_NotTheHoldersKey(GrantId grantId, address key);

    /// @notice Thrown when a ticket's signature is not by that key over these values.
    error AccessGrants_BadSignature(address key);

    /// @notice Thrown when a ticket came too late.
    error AccessGrants_SignatureExpired(uint40 deadline);

    /// @notice Thrown when the grant is another member's, another market's, under another offer, or has nothing that could get more.
    error AccessGrants_NotRenewable(GrantId grantId);

    /// @notice Thrown when a grant has ended: it is never revived.
    error AccessGrants_Ended(GrantId grantId, uint32 end);

    /// @notice Thrown when a grant that follows updates is renewed with more than half a period left.
    error AccessGrants_TooEarly(GrantId grantId, uint32 end);

    /// @notice Thrown when royalties rose since the grant was bought: it covers what it covered, and is bought anew.
    error AccessGrants_RoyaltiesRose(GrantId grantId, uint16 ownShareBps);

    /// @notice Thrown when a grant does not let its holder derive from a version.
    error AccessGrants_MayNotDerive(GrantId grantId, Access reason);

    /// @notice Writes terms. Needs a key of the dataset's owner with the sell role.
    /// @param datasetId The dataset.
    /// @param versionId The version they pin; 0 when they follow updates.
    /// @param rights Bit `1 << Right`.
    /// @param royaltyBps In basis points.
    /// @param purposes Bits of the consortium's list of purposes.
    /// @param termsHash Hash of the legal text; 0 when there is none.
    /// @return termsId The new terms.
    function writeTerms(
        DatasetId datasetId,
        VersionId versionId,
        uint8 rights,
        uint16 royaltyBps,
        uint64 purposes,
        bytes32 termsHash
    ) external returns (TermsId termsId);

    /// @notice Issues a grant. Only a market, for the member that pays.
    /// @param memberId The holder.
    /// @param termsId The terms.
    /// @param offerId The market's offer.
    /// @param seen The version that the buyer saw.
    /// @param period In seconds; 0 without end.
    /// @param units Uses that are paid for; 0 when they are not counted.
    /// @return grantId The new grant.
    /// @return tableId The payee table that the price belongs to.
    /// @return end End (exclusive), in Unix seconds.
    function issue(
        MemberId memberId,
        TermsId termsId,
        OfferId offerId,
        VersionId seen,
        uint32 period,
        uint24 units
    ) external returns (GrantId grantId, VersionId tableId, uint32 end);

    /// @notice Extends a grant by a period, by units, or by both, as it was bought. Only the market that issued it, for the member that pays.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param offerId The market's offer under which it was bought.
    /// @param seen The version that the buyer saw.
    /// @param period In seconds; 0 for a grant without end.
    /// @param units Uses in addition; 0 when they are not counted.
    /// @return tableId The payee table that the price belongs to.
    /// @return end The new end (exclusive), in Unix seconds.
    function extend(
        GrantId grantId,
        MemberId memberId,
        OfferId offerId,
        VersionId seen,
        uint32 period,
        uint24 units
    ) external returns (VersionId tableId, uint32 end);

    /// @notice Ends a grant now, without anything paid back. Needs a key of the holder with the buy role.
    /// @param grantId The grant.
    function giveUp(GrantId grantId) external;

    /// @notice Ends a grant now. Only the market that issued it, which has paid back what is unearned.
    /// @param grantId The grant.
    function endEarly(GrantId grantId) external;

    /// @notice Counts uses that holders have signed for. Anyone; a gateway that delivers. A ticket that a later one has overtaken is a no-op;
    /// any other that does not count reverts the batch. A ticket counts only while its key is good: a gateway has it mined before it delivers
    /// what it can't take back.
    /// @param tickets The tickets.
    function consume(Ticket[] calldata tickets) external;

    /// @notice Halts a grant, and moves its end by as long as the freeze lasts. Only an auditor.
    /// @param grantId The grant.
    /// @param caseNumber The case, 1 to 64 bytes; it can freeze a grant twice.
    /// @param until End (exclusive), in Unix seconds; at most 30 days from now.
    function freeze(GrantId grantId, string calldata caseNumber, uint40 until) external;

    /// @notice Ends a freeze before its time. Only an auditor.
    /// @param grantId The grant.
    /// @param caseNumber The case under which it is lifted.
    function liftFreeze(GrantId grantId, string calldata caseNumber) external;

    /// @notice Lets a market issue grants. Only the consortium's admin.
    /// @param market The market.
    function addMarket(address market) external;

    /// @notice Lets a market issue and extend no more. Only the consortium's admin.
    /// @param market The market.
    function closeMarket(address market) external;

    /// @notice Whether a member may use a version in a way, for a purpose, at a time. Services ask this, and nothing else.
    /// @param grantId The grant.
    /// @param memberId The member that asks.
    /// @param versionId The version.
    /// @param right The use.
    /// @param purpose Position in the consortium's list of purposes.
    /// @param at In Unix seconds: the later of the head's time and the service's own clock.
    /// @return reason `Allowed`, or why not.
    /// @return until End (exclusive) in Unix seconds if nothing changes; 0 when not allowed.
    function allows(
        GrantId grantId,
        MemberId memberId,
        VersionId versionId,
        Right right,
        uint8 purpose,
        uint40 at
    ) external view returns (Access reason, uint40 until);

    /// @notice The terms of a grant by which a member may derive from a version now. Reverts when it may not.
    /// @param grantId The grant.
    /// @param memberId The deriving member.
    /// @param versionId The source.
    /// @return royaltyBps In basis points.
    /// @return onward Whether others may derive from the derivative.
    function derivation(
        GrantId grantId,
        MemberId memberId,
        VersionId versionId
    ) external view returns (uint16 royaltyBps, bool onward);

    /// @notice Number of terms; ids run from 1 to it.
    function termsCount() external view returns (uint32);

    /// @notice Number of grants; ids run from 1 to it.
    function grantCount() external view returns (uint32);

    /// @notice Terms; all zero when there are none.
    /// @param termsId The terms.
    function termsOf(TermsId termsId) external view returns (Terms memory);

    /// @notice Hash of the legal text of terms.
    /// @param termsId The terms.
    function termsHashOf(TermsId termsId) external view returns (bytes32);

    /// @notice A grant; all zero when there is none.
    /// @param grantId The grant.
    function grantOf(GrantId grantId) external view returns (Grant memory);

    /// @notice End of a grant's freeze (exclusive), in Unix seconds; 0 when there was none.
    /// @param grantId The grant.
    function frozenUntil(GrantId grantId) external view returns (uint40);

    /// @notice A market's number, and whether it is closed.
    /// @param market The market.
    /// @return number From 1; 0 when it is none.
    /// @return closed Whether it may no longer issue or extend.
    function marketOf(address market) external view returns (uint8 number, bool closed);
}
