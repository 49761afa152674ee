// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { Freezable } from "./parts/Freezable.sol";
import { MemberToken } from "./parts/MemberToken.sol";
import { Succession } from "./parts/Succession.sol";
import { TermsBook } from "./parts/TermsBook.sol";
import { Tickets } from "./parts/Tickets.sol";
import { Access, KeyRole, Right } from "./types/Enums.sol";
import { GrantWord, grantWord } from "./types/GrantWord.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "./types/Ids.sol";
import { VersionWord } from "./types/VersionWord.sol";

/// @title AccessGrants
/// @notice See {IAccessGrants}.
/// @dev Assumptions: a market names as holder the member whose key agreed, collects the price, and pays back what is unearned before it ends a
/// grant; markets are added by the consortium, behind a delay. `allows` never calls a market.
contract AccessGrants is TermsBook, Tickets, Freezable, Succession {
    // What is compared for equality here are ids, marks and times of our own, which nobody can nudge; never a balance.
    // slither-disable-start incorrect-equality

    struct Market {
        uint8 number;
        bool closed;
    }

    /// @inheritdoc IAccessGrants
    uint32 public termsCount;
    /// @inheritdoc IAccessGrants
    uint32 public grantCount;
    uint8 private _marketCount;

    mapping(address market => Market) private _markets;
    mapping(GrantId grantId => uint40) private _frozenUntil;

    constructor(
        address authority,
        IMemberRegistry members,
        IDatasetRegistry datasets
    )
        MemberToken(members, "Genba Access Grant", "GENBA-G")
        TermsBook(datasets)
        EIP712("Genba AccessGrants", "1")
        AccessManaged(authority)
    {}

    /// @inheritdoc IAccessGrants
    function writeTerms(
        DatasetId datasetId,
        VersionId versionId,
        uint8 rights,
        uint16 royaltyBps,
        uint64 purposes,
        bytes32 termsHash
    ) external returns (TermsId termsId) {
        _requireOpen();
        termsId = TermsId.wrap(++termsCount);
        _writeTerms(termsId, datasetId, versionId, rights, royaltyBps, purposes, termsHash);
    }

    /// @inheritdoc IAccessGrants
    function issue(
        MemberId memberId,
        TermsId termsId,
        OfferId offerId,
        VersionId seen,
        uint32 period,
        uint24 units
    ) external returns (GrantId grantId, VersionId tableId, uint32 end) {
        // Check: a market sells what its owner sells.
        uint8 market = _openMarket();
        _requireOpen();
        Terms memory terms = _terms[termsId];
        VersionId start;
        (start, tableId, ) = _requireSale(terms, termsId, memberId, seen, period);

        // Effect: the grant.
        end = period == 0 ? NO_END : _endAfter(block.timestamp, period);
        grantId = GrantId.wrap(++grantCount);
        uint256 tokenId = GrantId.unwrap(grantId);
        _mint(MemberAccount.addressOf(memberId), tokenId);
        uint32 startTime_ = uint32(block.timestamp);
        _grants[grantId] = grantWord(memberId, termsId, offerId, start, units, startTime_, end, market);
        emit Locked(tokenId);
        emit TokenExpiryUpdated(tokenId, startTime_, _publicEnd(end));
        emit GrantIssued(grantId, memberId, termsId, offerId, start, market, units, startTime_, end);
    }

    /// @inheritdoc IAccessGrants
    function extend(
        GrantId grantId,
        MemberId memberId,
        OfferId offerId,
        VersionId seen,
        uint32 period,
        uint24 units
    ) external returns (VersionId tableId, uint32 end) {
        // Check: the market that issued it renews it for its holder, under its offer, before it ends.
        GrantWord grant = _grants[grantId];
        end = grant.end();
        bool same = grant.market() == _openMarket() && grant.memberId() == memberId && grant.offerId() == offerId;
        bool more = (grant.units() == 0) == (units == 0) && (end == NO_END ? units != 0 && period == 0 : period != 0);
        if (!same || !more) revert AccessGrants_NotRenewable(grantId);
        if (end <= block.timestamp) revert AccessGrants_Ended(grantId, end);
        _requireNotFrozen(grantId, grant);

        // Check: what is sold is what the grant covers.
        Terms memory terms = _terms[grant.termsId()];
        uint16 ownShareBps;
        (, tableId, ownShareBps) = _requireSale(terms, grant.termsId(), memberId, seen, period);
        if (VersionId.unwrap(terms.versionId) == 0) {
            if (end - block.timestamp > period / 2) revert AccessGrants_TooEarly(grantId, end);
            uint16 coveredBps = DATASETS.versionOf(grant.versionId()).ownShare();
            if (ownShareBps < coveredBps) revert AccessGrants_RoyaltiesRose(grantId, ownShareBps);
        }

        // Effect: the new end, and more units.
        if (period != 0) {
            end = _endAfter(end, period);
            grant = grant.withEnd(end);
            emit TokenExpiryUpdated(GrantId.unwrap(grantId), grant.start(), end);
        }
        if (units != 0) {
            grant = grant.withUnits(_moreUnits(grantId, grant.units(), units));
            emit UnitsAdded(grantId, memberId, units, grant.units());
        }
        _grants[grantId] = grant;
        emit GrantExtended(grantId, memberId, end);
    }

    /// @inheritdoc IAccessGrants
    function giveUp(GrantId grantId) external {
        // Check: a key of the holder that may buy asks.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Buy);
        if (_grants[grantId].memberId() != memberId) revert AccessGrants_NotTheHolder(grantId, memberId);

        // Effect: it ends now.
        _end(grantId, _grants[grantId].units());
    }

    /// @inheritdoc IAccessGrants
    function endEarly(GrantId grantId) external {
        // Check: the market that issued it asks, open or closed.
        uint8 market = _markets[msg.sender].number;
        if (market == 0) revert AccessGrants_NotAMarket(msg.sender);
        if (_grants[grantId].market() != market) revert AccessGrants_OfAnotherMarket(grantId, _grants[grantId].market());

        // Effect: it ends now, and what was paid back is not used any more.
        _end(grantId, _grants[grantId].used());
    }

    /// @inheritdoc IAccessGrants
    function freeze(GrantId grantId, string calldata caseNumber, uint40 until) external restricted {
        GrantWord grant = _grants[grantId];
        if (MemberId.unwrap(grant.memberId()) == 0) revert AccessGrants_GrantUnknown(grantId);
        uint40 before = _frozenUntil[grantId];
        _countFreeze(GrantId.unwrap(grantId), caseNumber, until, before);
        _frozenUntil[grantId] = until;

        // Effect: what is paid for is delayed, not lost. A grant that has ended is not revived.
        uint32 end = grant.end();
        if (end != NO_END && end > block.timestamp) {
            uint256 from = before > block.timestamp ? before : block.timestamp;
            end = uint32(Math.min(end + (until - from), NO_END - 1));
        }
        _setEnd(grantId, grant.frozenOnce(), end);
        emit GrantFrozen(grantId, caseNumber, until, end);
    }

    /// @inheritdoc IAccessGrants
    function liftFreeze(GrantId grantId, string calldata caseNumber) external restricted {
        uint40 until = _frozenUntil[grantId];
        _requireFrozen(GrantId.unwrap(grantId), caseNumber, until);
        _frozenUntil[grantId] = 0;

        // Effect: what is left of the freeze is no delay any more.
        GrantWord grant = _grants[grantId];
        uint32 end = grant.end();
        if (end != NO_END && end > until) end -= uint32(until - block.timestamp);
        _setEnd(grantId, grant, end);
        emit GrantFreezeLifted(grantId, caseNumber, end);
    }

    /// @inheritdoc IAccessGrants
    function addMarket(address market) external restricted {
        if (market == address(0) || _markets[market].number != 0 || _marketCount == type(uint8).max) {
            revert AccessGrants_MarketUnusable(market);
        }
        _markets[market].number = ++_marketCount;
        emit MarketAdded(market, _marketCount);
    }

    /// @inheritdoc IAccessGrants
    function closeMarket(address market) external restricted {
        if (_markets[market].number == 0 || _markets[market].closed) revert AccessGrants_MarketUnusable(market);
        _markets[market].closed = true;
        emit MarketClosed(market, _markets[market].number);
    }

    /// @inheritdoc IAccessGrants
    function allows(
        GrantId grantId,
        MemberId memberId,
        VersionId versionId,
        Right right,
        uint8 purpose,
        uint40 at
    ) external view returns (Access reason, uint40 until) {
        GrantWord grant = _grants[grantId];
        (reason, until) = _check(grantId, grant, memberId, versionId, right, at);
        if (reason != Access.Allowed) return (reason, 0);
        if (purpose > 63 || (_terms[grant.termsId()].purposes >> purpose) & 1 == 0) return (Access.PurposeNotGranted, 0);
        bool isUse = right == Right.Read || right == Right.Compute;
        if (isUse && grant.units() != 0 && grant.used() == grant.units()) return (Access.UnitsUsedUp, 0);
    }

    /// @inheritdoc IAccessGrants
    function derivation(
        GrantId grantId,
        MemberId memberId,
        VersionId versionId
    ) external view returns (uint16 royaltyBps, bool onward) {
        GrantWord grant = _grants[grantId];
        (Access reason, ) = _check(grantId, grant, memberId, versionId, Right.Derive, uint40(block.timestamp));
        if (reason != Access.Allowed) revert AccessGrants_MayNotDerive(grantId, reason);
        Terms storage terms = _terms[grant.termsId()];
        return (terms.royaltyBps, terms.rights & ONWARD != 0);
    }

    /// @inheritdoc IAccessGrants
    function frozenUntil(GrantId grantId) external view returns (uint40) {
        return _frozenUntil[grantId];
    }

    /// @inheritdoc IAccessGrants
    function marketOf(address market) external view returns (uint8 number, bool closed) {
        return (_markets[market].number, _markets[market].closed);
    }

    function _setEnd(GrantId grantId, GrantWord grant, uint32 end) private {
        _grants[grantId] = grant.withEnd(end);
        if (end != grant.end()) emit TokenExpiryUpdated(GrantId.unwrap(grantId), grant.start(), end);
    }

    /// @dev Ends a grant that is on, with as many units as stay.
    function _end(GrantId grantId, uint24 units) private {
        GrantWord grant = _grants[grantId];
        if (grant.end() <= block.timestamp) revert AccessGrants_Ended(grantId, grant.end());
        _requireNotFrozen(grantId, grant);
        uint32 end = uint32(block.timestamp);
        _grants[grantId] = grant.withEnd(end).withUnits(units);
        emit TokenExpiryUpdated(GrantId.unwrap(grantId), grant.start(), end);
        emit GrantEnded(grantId, grant.memberId(), units, end);
    }

    /// @dev The number of the calling market.
    function _openMarket() private view returns (uint8) {
        Market memory market = _markets[msg.sender];
        if (market.number == 0 || market.closed) revert AccessGrants_NotAMarket(msg.sender);
        return market.number;
    }

    function _requireNotFrozen(GrantId grantId, GrantWord grant) private view {
        uint40 until = _freezeEnd(grantId, grant);
        if (until > block.timestamp) revert AccessGrants_Frozen(grantId, until);
    }

    function _freezeEnd(GrantId grantId, GrantWord grant) private view returns (uint40) {
        return grant.isFrozenOnce() ? _frozenUntil[grantId] : 0;
    }

    /// @dev Everything that a use needs, but for its purpose and its units.
    function _check(
        GrantId grantId,
        GrantWord grant,
        MemberId memberId,
        VersionId versionId,
        Right right,
        uint40 at
    ) private view returns (Access reason, uint40 until) {
        if (MemberId.unwrap(grant.memberId()) == 0) return (Access.GrantUnknown, 0);
        if (grant.memberId() != memberId) return (Access.NotTheHolder, 0);
        until = MEMBERS.activeUntil(memberId);
        if (until <= at) return (Access.HolderNotActive, 0);
        if (_freezeEnd(grantId, grant) > at) return (Access.Frozen, 0);
        if (at < grant.start()) return (Access.NotStarted, 0);
        uint32 end = grant.end();
        if (end != NO_END && end <= at) return (Access.Expired, 0);
        Terms memory terms = _terms[grant.termsId()];
        if (!_covers(grant, terms, versionId)) return (Access.VersionNotCovered, 0);
        if ((terms.rights >> uint8(right)) & 1 == 0) return (Access.RightNotGranted, 0);
        if (end != NO_END && end < until) until = end;
        reason = Access.Allowed;
    }

    /// @dev The version with which a grant starts; when its terms follow updates, also later ones published before its end whose
    /// originators' part is not smaller.
    function _covers(GrantWord grant, Terms memory terms, VersionId versionId) private view returns (bool) {
        VersionId start = grant.versionId();
        if (versionId == start) return true;
        if (VersionId.unwrap(terms.versionId) != 0 || versionId < start) return false;
        VersionWord word = DATASETS.versionOf(versionId);
        return
            word.dataset() == terms.datasetId &&
            word.publishedAt() < grant.end() &&
            word.ownShare() >= DATASETS.versionOf(start).ownShare();
    }

    function _endAfter(uint256 from, uint32 period) private pure returns (uint32) {
        uint256 end = from + period;
        if (end >= NO_END) revert AccessGrants_EndTooFar(end);
        return uint32(end);
    }

    function _moreUnits(GrantId grantId, uint256 present, uint256 units) private pure returns (uint24) {
        uint256 sum = present + units;
        if (sum > type(uint24).max) revert AccessGrants_TooManyUnits(grantId, sum);
        return uint24(sum);
    }

    // slither-disable-end incorrect-equality
}
