// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { MemberToken } from "./MemberToken.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IERC5192 } from "./interfaces/IERC5192.sol";
import { IERC7858 } from "./interfaces/IERC7858.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { Access, KeyRole, Right } from "./types/Enums.sol";
import { DatasetId, GrantId, MemberId, OfferId, TermsId, VersionId } from "./types/Ids.sol";
import { LONGEST_FOLLOWING_PERIOD } from "./types/Periods.sol";
import { VersionWord } from "./types/VersionWord.sol";

/// @title AccessGrants
/// @notice See {IAccessGrants}.
/// @dev Assumptions: a market names as holder the member whose key called it, and collects the price; markets are added by the
/// consortium, behind a delay. `allows` never calls a market.
contract AccessGrants is MemberToken, AccessManaged, IAccessGrants, IERC5192, IERC7858 {
    uint32 private constant NO_END = type(uint32).max;
    uint16 private constant MOST_ROYALTY_BPS = 9999;
    uint8 private constant DERIVE = uint8(1 << uint8(Right.Derive));
    uint8 private constant ONWARD = uint8(1 << uint8(Right.Onward));
    uint8 private constant ALL_RIGHTS = uint8(1 << (uint8(type(Right).max) + 1)) - 1;

    /// @notice What is granted.
    IDatasetRegistry public immutable DATASETS;

    /// @inheritdoc IAccessGrants
    uint32 public termsCount;
    /// @inheritdoc IAccessGrants
    uint32 public grantCount;
    uint8 private _marketCount;

    mapping(TermsId termsId => Terms) private _terms;
    mapping(TermsId termsId => bytes32) private _termsHashes;
    mapping(GrantId grantId => Grant) private _grants;
    mapping(address market => uint8 number) private _markets;

    constructor(
        address authority,
        IMemberRegistry members,
        IDatasetRegistry datasets
    ) MemberToken(members, "Genba Access Grant", "GENBA-G") AccessManaged(authority) {
        DATASETS = datasets;
    }

    /// @inheritdoc IAccessGrants
    function writeTerms(
        DatasetId datasetId,
        VersionId versionId,
        uint8 rights,
        uint16 royaltyBps,
        uint64 purposes,
        bytes32 termsHash
    ) external returns (TermsId termsId) {
        // Check: the key may sell for the dataset's owner.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Sell);
        if (DATASETS.datasetOf(datasetId).owner != memberId) revert AccessGrants_NotTheOwner(datasetId, memberId);
        if (VersionId.unwrap(versionId) != 0 && DATASETS.versionOf(versionId).dataset() != datasetId) {
            revert IDatasetRegistry.DatasetRegistry_VersionOfAnother(versionId, datasetId);
        }

        // Check: the terms mean something. Onward and a royalty stand only with derive.
        bool mayDerive = rights & DERIVE != 0;
        bool needsDerive = rights & ONWARD != 0 || royaltyBps != 0;
        if (rights == 0 || rights > ALL_RIGHTS || (needsDerive && !mayDerive)) revert AccessGrants_BadRights(rights, royaltyBps);
        if (royaltyBps > MOST_ROYALTY_BPS) revert AccessGrants_RoyaltyTooHigh(royaltyBps);
        if (purposes == 0) revert AccessGrants_NoPurpose();

        // Effect: the terms, for ever.
        termsId = TermsId.wrap(++termsCount);
        _terms[termsId] = Terms(memberId, datasetId, versionId, rights, royaltyBps, purposes);
        _termsHashes[termsId] = termsHash;
        emit TermsWritten(termsId, datasetId, memberId, versionId, rights, royaltyBps, purposes, termsHash);
    }

    /// @inheritdoc IAccessGrants
    function issue(
        MemberId memberId,
        TermsId termsId,
        OfferId offerId,
        VersionId seen,
        uint32 period
    ) external returns (GrantId grantId, VersionId tableId, uint32 end) {
        // Check: a market sells what its owner sells.
        uint8 market = _markets[msg.sender];
        if (market == 0) revert AccessGrants_NotAMarket(msg.sender);
        Terms memory terms = _terms[termsId];
        VersionId start;
        (start, tableId, ) = _requireSale(terms, termsId, memberId, seen, period);

        // Effect: the grant.
        end = period == 0 ? NO_END : _endAfter(block.timestamp, period);
        grantId = GrantId.wrap(++grantCount);
        uint256 tokenId = GrantId.unwrap(grantId);
        _mint(MemberAccount.addressOf(memberId), tokenId);
        uint32 startTime_ = uint32(block.timestamp);
        _grants[grantId] = Grant(memberId, termsId, offerId, start, startTime_, end, market);
        emit Locked(tokenId);
        emit TokenExpiryUpdated(tokenId, startTime_, _publicEnd(end));
        emit GrantIssued(grantId, memberId, termsId, offerId, start, market, startTime_, end);
    }

    /// @inheritdoc IAccessGrants
    function extend(
        GrantId grantId,
        MemberId memberId,
        TermsId termsId,
        OfferId offerId,
        VersionId seen,
        uint32 period
    ) external returns (VersionId tableId, uint32 end) {
        // Check: the market that issued it renews it for its holder, on its terms, before it ends.
        Grant memory grant = _grants[grantId];
        bool same = grant.market == _markets[msg.sender] && grant.memberId == memberId && grant.termsId == termsId;
        if (grant.market == 0 || !same || grant.end == NO_END || period == 0) revert AccessGrants_NotRenewable(grantId);
        if (grant.end <= block.timestamp) revert AccessGrants_Ended(grantId, grant.end);

        // Check: what is sold is what the grant covers.
        Terms memory terms = _terms[termsId];
        uint16 ownShareBps;
        (, tableId, ownShareBps) = _requireSale(terms, termsId, memberId, seen, period);
        if (VersionId.unwrap(terms.versionId) == 0) {
            if (grant.offerId != offerId) revert AccessGrants_NotRenewable(grantId);
            if (grant.end - block.timestamp > period / 2) revert AccessGrants_TooEarly(grantId, grant.end);
            uint16 coveredBps = DATASETS.versionOf(grant.versionId).ownShare();
            if (ownShareBps < coveredBps) revert AccessGrants_RoyaltiesRose(grantId, ownShareBps);
        }

        // Effect: the new end.
        end = _endAfter(grant.end, period);
        _grants[grantId].end = end;
        if (grant.offerId != offerId) _grants[grantId].offerId = offerId;
        emit TokenExpiryUpdated(GrantId.unwrap(grantId), grant.start, end);
        emit GrantExtended(grantId, memberId, offerId, end);
    }

    /// @inheritdoc IAccessGrants
    function addMarket(address market) external restricted {
        if (market == address(0) || _markets[market] != 0 || _marketCount == type(uint8).max) {
            revert AccessGrants_MarketUnusable(market);
        }
        _markets[market] = ++_marketCount;
        emit MarketAdded(market, _marketCount);
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
        (reason, until) = _check(_grants[grantId], memberId, versionId, right, at);
        if (reason == Access.Allowed && (purpose > 63 || (_terms[_grants[grantId].termsId].purposes >> purpose) & 1 == 0)) {
            (reason, until) = (Access.PurposeNotGranted, 0);
        }
    }

    /// @inheritdoc IAccessGrants
    function derivation(
        GrantId grantId,
        MemberId memberId,
        VersionId versionId
    ) external view returns (uint16 royaltyBps, bool onward) {
        Grant memory grant = _grants[grantId];
        (Access reason, ) = _check(grant, memberId, versionId, Right.Derive, uint40(block.timestamp));
        if (reason != Access.Allowed) revert AccessGrants_MayNotDerive(grantId, reason);
        Terms storage terms = _terms[grant.termsId];
        return (terms.royaltyBps, terms.rights & ONWARD != 0);
    }

    /// @inheritdoc IAccessGrants
    function termsOf(TermsId termsId) external view returns (Terms memory) {
        return _terms[termsId];
    }

    /// @inheritdoc IAccessGrants
    function termsHashOf(TermsId termsId) external view returns (bytes32) {
        return _termsHashes[termsId];
    }

    /// @inheritdoc IAccessGrants
    function grantOf(GrantId grantId) external view returns (Grant memory) {
        return _grants[grantId];
    }

    /// @inheritdoc IAccessGrants
    function marketNumber(address market) external view returns (uint8) {
        return _markets[market];
    }

    /// @inheritdoc IERC5192
    function locked(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        return true;
    }

    /// @inheritdoc IERC7858
    function isTokenExpired(uint256 tokenId) external view returns (bool) {
        _requireOwned(tokenId);
        uint32 end = _grants[GrantId.wrap(uint32(tokenId))].end;
        return end != NO_END && end <= block.timestamp;
    }

    /// @inheritdoc IERC7858
    function startTime(uint256 tokenId) external view returns (uint256) {
        _requireOwned(tokenId);
        return _grants[GrantId.wrap(uint32(tokenId))].start;
    }

    /// @inheritdoc IERC7858
    function endTime(uint256 tokenId) external view returns (uint256) {
        _requireOwned(tokenId);
        return _publicEnd(_grants[GrantId.wrap(uint32(tokenId))].end);
    }

    /// @inheritdoc IERC7858
    function expiryType() external pure returns (EXPIRY_TYPE) {
        return EXPIRY_TYPE.TIME_BASED;
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return
            interfaceId == type(IERC5192).interfaceId ||
            interfaceId == type(IERC7858).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    function _memberOf(uint256 tokenId) internal view override returns (MemberId) {
        return tokenId > type(uint32).max ? MemberId.wrap(0) : _grants[GrantId.wrap(uint32(tokenId))].memberId;
    }

    /// @dev What must hold of every sale and renewal.
    function _requireSale(
        Terms memory terms,
        TermsId termsId,
        MemberId buyer,
        VersionId seen,
        uint32 period
    ) private view returns (VersionId start, VersionId tableId, uint16 ownShareBps) {
        if (MemberId.unwrap(terms.owner) == 0) revert AccessGrants_TermsUnknown(termsId);
        bool follows = VersionId.unwrap(terms.versionId) == 0;
        if (follows) {
            if (period == 0 || period > LONGEST_FOLLOWING_PERIOD) revert AccessGrants_BadPeriod(period);
        } else if (terms.versionId != seen) {
            revert AccessGrants_NotThePinnedVersion(terms.versionId, seen);
        }
        MemberId owner;
        (owner, start, tableId, ownShareBps) = DATASETS.saleOf(terms.datasetId, seen, follows);
        if (owner != terms.owner) revert AccessGrants_TermsStale(termsId, owner);
        if (MEMBERS.activeUntil(owner) == 0) revert AccessGrants_SellerNotActive(owner);
        if (terms.rights & DERIVE != 0) DATASETS.requireDerivable(start, buyer, terms.royaltyBps);
    }

    /// @dev Everything that a use needs, but for its purpose.
    function _check(
        Grant memory grant,
        MemberId memberId,
        VersionId versionId,
        Right right,
        uint40 at
    ) private view returns (Access reason, uint40 until) {
        if (MemberId.unwrap(grant.memberId) == 0) return (Access.GrantUnknown, 0);
        if (grant.memberId != memberId) return (Access.NotTheHolder, 0);
        until = MEMBERS.activeUntil(memberId);
        if (until <= at) return (Access.HolderNotActive, 0);
        if (at < grant.start) return (Access.NotStarted, 0);
        if (grant.end != NO_END && grant.end <= at) return (Access.Expired, 0);
        Terms memory terms = _terms[grant.termsId];
        if (!_covers(grant, terms, versionId)) return (Access.VersionNotCovered, 0);
        if ((terms.rights >> uint8(right)) & 1 == 0) return (Access.RightNotGranted, 0);
        if (grant.end != NO_END && grant.end < until) until = grant.end;
        reason = Access.Allowed;
    }

    /// @dev The version with which a grant starts; when its terms follow updates, also later ones published before its end whose
    /// originators' part is not smaller.
    function _covers(Grant memory grant, Terms memory terms, VersionId versionId) private view returns (bool) {
        if (versionId == grant.versionId) return true;
        if (VersionId.unwrap(terms.versionId) != 0 || versionId < grant.versionId) return false;
        VersionWord word = DATASETS.versionOf(versionId);
        return
            word.dataset() == terms.datasetId &&
            word.publishedAt() < grant.end &&
            word.ownShare() >= DATASETS.versionOf(grant.versionId).ownShare();
    }

    function _endAfter(uint256 from, uint32 period) private pure returns (uint32) {
        uint256 end = from + period;
        if (end >= NO_END) revert AccessGrants_EndTooFar(end);
        return uint32(end);
    }

    /// @dev ERC-7858 says 0 where a grant has no end.
    function _publicEnd(uint32 end) private pure returns (uint256) {
        return end == NO_END ? 0 : end;
    }
}
