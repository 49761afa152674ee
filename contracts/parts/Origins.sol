// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Nonces } from "@openzeppelin/contracts/utils/Nonces.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IDatasetRegistry } from "../interfaces/IDatasetRegistry.sol";
import { Signatures } from "../libraries/Signatures.sol";
import { KeyRole, Origin } from "../types/Enums.sol";
import { Entry } from "../types/Entry.sol";
import { DatasetId, MemberId, VersionId } from "../types/Ids.sol";
import { TableRules } from "./TableRules.sol";

/// @title Origins
/// @notice What those who made the data, or what it came from, have to say: originators confirm or disclaim, owners of sources release,
/// consent and claim.
abstract contract Origins is TableRules, EIP712, Nonces {
    /// @dev Good while both are what they were: `by` owns the source, and `from` the dataset.
    struct Consent {
        MemberId by;
        MemberId from;
        MemberId to;
    }

    bytes32 private constant ORIGIN_ANSWER_TYPEHASH = keccak256(
        "OriginAnswer(uint32 tableId,uint8 answer,address key,uint256 nonce,uint40 deadline)"
    );

    mapping(VersionId tableId => mapping(MemberId memberId => Origin)) private _origins;
    mapping(DatasetId datasetId => mapping(DatasetId source => Consent)) private _consents;
    /// @dev Sources without onward that a dataset's later tables need not carry; its older versions still do.
    mapping(DatasetId datasetId => DatasetId[]) private _releasedSources;

    /// @inheritdoc IDatasetRegistry
    function answerOrigin(OriginAnswer calldata answer, bytes calldata signature) external {
        // Check: a key of an originator has signed, in time and once.
        if (answer.deadline < block.timestamp) revert DatasetRegistry_SignatureExpired(answer.deadline);
        MemberId memberId = MEMBERS.actingMember(answer.key, KeyRole.Publish);
        _useCheckedNonce(answer.key, answer.nonce);
        bytes32 hash = _hashTypedDataV4(
            keccak256(
                abi.encode(ORIGIN_ANSWER_TYPEHASH, answer.tableId, answer.answer, answer.key, answer.nonce, answer.deadline)
            )
        );
        if (!Signatures.isBy(answer.key, hash, signature)) {
            revert DatasetRegistry_BadSignature(answer.key);
        }
        _requireOriginator(answer.tableId, memberId);
        if (answer.answer == Origin.Named || answer.answer == _origins[answer.tableId][memberId]) {
            revert DatasetRegistry_AnswerUnchanged(answer.tableId, memberId, answer.answer);
        }

        // Effect: the answer.
        _origins[answer.tableId][memberId] = answer.answer;
        emit OriginAnswered(answer.tableId, memberId, answer.answer, answer.key);
    }

    /// @inheritdoc IDatasetRegistry
    function release(DatasetId sourceId, DatasetId datasetId, VersionId seen) external {
        // Check: the source's owner asks, and the table of the version that it saw still holds the royalty.
        MemberId memberId = _requireOwner(sourceId);
        _requireNotFrozen(sourceId, _datasets[sourceId].frozenUntil);
        VersionId current = _datasets[datasetId].current;
        if (current != seen) revert DatasetRegistry_VersionChanged(seen, current);
        VersionId tableId = _versions[current].table();
        if (!(_released[datasetId][sourceId] < tableId)) revert DatasetRegistry_NothingToRelease(sourceId, datasetId);
        Entry royalty = _royaltyTo(tableId, sourceId);
        if (Entry.unwrap(royalty) == 0) revert DatasetRegistry_NothingToRelease(sourceId, datasetId);

        // Effect: the next table need not carry it. A transfer still asks, for the sake of the versions that hold it.
        _released[datasetId][sourceId] = current;
        if (!royalty.isOnward()) _releasedSources[datasetId].push(sourceId);
        ++_datasets[sourceId].changes;
        emit RoyaltyReleased(datasetId, sourceId, memberId, current);
    }

    /// @inheritdoc IDatasetRegistry
    function consent(DatasetId sourceId, DatasetId datasetId, MemberId to) external {
        // Check: the source's owner asks, about a dataset that exists.
        MemberId memberId = _requireOwner(sourceId);
        _requireNotFrozen(sourceId, _datasets[sourceId].frozenUntil);
        MemberId owner = _datasets[datasetId].owner;
        if (MemberId.unwrap(owner) == 0) revert DatasetRegistry_DatasetUnknown(datasetId);

        // Effect: the one member to which the dataset may go.
        _consents[datasetId][sourceId] = Consent(memberId, owner, to);
        ++_datasets[sourceId].changes;
        emit TransferConsented(datasetId, sourceId, memberId, to);
    }

    /// @inheritdoc IDatasetRegistry
    function claim(VersionId childId, VersionId sourceId, bytes32 evidenceHash) external {
        // Check: the source is older, of another dataset, and its owner asks.
        DatasetId source = _versions[sourceId].dataset();
        DatasetId child = _versions[childId].dataset();
        if (DatasetId.unwrap(source) == 0) revert DatasetRegistry_VersionUnknown(sourceId);
        if (DatasetId.unwrap(child) == 0) revert DatasetRegistry_VersionUnknown(childId);
        if (!(sourceId < childId) || source == child) revert DatasetRegistry_NotClaimable(childId, sourceId);
        MemberId memberId = _requireOwner(source);

        // Effect: none but the record.
        emit SourceClaimed(childId, sourceId, memberId, evidenceHash);
    }

    /// @inheritdoc IDatasetRegistry
    function originOf(VersionId tableId, MemberId memberId) external view returns (Origin) {
        return _origins[tableId][memberId];
    }

    /// @inheritdoc IDatasetRegistry
    function releasedUpTo(DatasetId datasetId, DatasetId sourceId) external view returns (VersionId) {
        return _released[datasetId][sourceId];
    }

    /// @inheritdoc IDatasetRegistry
    function consentOf(DatasetId datasetId, DatasetId sourceId) external view returns (MemberId) {
        return _consentedTo(datasetId, sourceId);
    }

    /// @dev Requires that every owner of a source without onward has named `to`. Royalties only vanish by release, so the current table and
    /// the released sources name them all.
    function _requireConsents(DatasetId datasetId, Dataset memory dataset, MemberId to) internal view {
        if (!dataset.bound) return;
        Entry[] memory payees = _payeesOf(_versions[dataset.current].table());
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty() || payees[i].isOnward()) continue;
            _requireConsent(datasetId, _versions[VersionId.wrap(payees[i].id())].dataset(), dataset.owner, to);
        }
        DatasetId[] storage released = _releasedSources[datasetId];
        count = released.length;
        for (uint256 i; i < count; ++i) {
            _requireConsent(datasetId, released[i], dataset.owner, to);
        }
    }

    /// @dev The dataset's owner, for which the caller's key publishes.
    function _requireOwner(DatasetId datasetId) internal view returns (MemberId memberId) {
        memberId = MEMBERS.actingMember(msg.sender, KeyRole.Publish);
        MemberId owner = _datasets[datasetId].owner;
        if (MemberId.unwrap(owner) == 0) revert DatasetRegistry_DatasetUnknown(datasetId);
        if (owner != memberId) revert DatasetRegistry_NotTheOwner(datasetId, memberId);
    }

    /// @dev Who gives the dataset agrees by that, for sources of its own; who gets it does not act, and is asked like any other.
    function _requireConsent(DatasetId datasetId, DatasetId sourceId, MemberId from, MemberId to) private view {
        if (_datasets[sourceId].owner == from || _consentedTo(datasetId, sourceId) == to) return;
        revert DatasetRegistry_NoConsent(datasetId, sourceId, to);
    }

    function _consentedTo(DatasetId datasetId, DatasetId sourceId) private view returns (MemberId) {
        Consent memory given = _consents[datasetId][sourceId];
        bool isGood = given.by == _datasets[sourceId].owner && given.from == _datasets[datasetId].owner;
        return isGood ? given.to : MemberId.wrap(0);
    }

    function _royaltyTo(VersionId tableId, DatasetId sourceId) private view returns (Entry royalty) {
        Entry[] memory payees = _payeesOf(tableId);
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            bool found = payees[i].isRoyalty() && _versions[VersionId.wrap(payees[i].id())].dataset() == sourceId;
            if (found) return payees[i];
        }
    }

    function _requireOriginator(VersionId tableId, MemberId memberId) private view {
        Entry[] memory payees = _payeesOf(tableId);
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty() && payees[i].id() == MemberId.unwrap(memberId)) return;
        }
        revert DatasetRegistry_NotAnOriginator(tableId, memberId);
    }
}
