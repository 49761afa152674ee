// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "../interfaces/IDatasetRegistry.sol";
import { KeyRole, Right } from "../types/Enums.sol";
import { DatasetId, MemberId, TermsId, VersionId } from "../types/Ids.sol";
import { LONGEST_FOLLOWING_PERIOD } from "../types/Periods.sol";
import { GrantToken } from "./GrantToken.sol";

/// @title TermsBook
/// @notice The immutable conditions of access, and what must hold when something is sold on them.
abstract contract TermsBook is GrantToken {
    uint16 private constant MOST_ROYALTY_BPS = 9999;
    uint8 internal constant DERIVE = uint8(1 << uint8(Right.Derive));
    uint8 internal constant ONWARD = uint8(1 << uint8(Right.Onward));
    uint8 private constant ALL_RIGHTS = uint8(1 << (uint8(type(Right).max) + 1)) - 1;

    /// @notice What is granted.
    IDatasetRegistry public immutable DATASETS;

    mapping(TermsId termsId => Terms) internal _terms;
    mapping(TermsId termsId => bytes32) private _termsHashes;

    constructor(IDatasetRegistry datasets) {
        DATASETS = datasets;
    }

    /// @inheritdoc IAccessGrants
    function termsOf(TermsId termsId) external view returns (Terms memory) {
        return _terms[termsId];
    }

    /// @inheritdoc IAccessGrants
    function termsHashOf(TermsId termsId) external view returns (bytes32) {
        return _termsHashes[termsId];
    }

    function _writeTerms(
        TermsId termsId,
        DatasetId datasetId,
        VersionId versionId,
        uint8 rights,
        uint16 royaltyBps,
        uint64 purposes,
        bytes32 termsHash
    ) internal {
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
        _terms[termsId] = Terms(memberId, datasetId, versionId, rights, royaltyBps, purposes);
        _termsHashes[termsId] = termsHash;
        emit TermsWritten(termsId, datasetId, memberId, versionId, rights, royaltyBps, purposes, termsHash);
    }

    /// @dev What must hold of every sale and renewal.
    function _requireSale(
        Terms memory terms,
        TermsId termsId,
        MemberId buyer,
        VersionId seen,
        uint32 period
    ) internal view returns (VersionId start, VersionId tableId, uint16 ownShareBps) {
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
}
