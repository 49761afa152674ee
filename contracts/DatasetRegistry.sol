// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { IERC165 } from "@openzeppelin/contracts/interfaces/IERC165.sol";
import { IERC4906 } from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IERC5646 } from "./interfaces/IERC5646.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { Freezable } from "./parts/Freezable.sol";
import { MemberToken } from "./parts/MemberToken.sol";
import { Origins } from "./parts/Origins.sol";
import { Succession } from "./parts/Succession.sol";
import { TableRules } from "./parts/TableRules.sol";
import { KeyRole } from "./types/Enums.sol";
import { Entry } from "./types/Entry.sol";
import { DatasetId, MemberId, VersionId } from "./types/Ids.sol";
import { VersionWord, versionWord } from "./types/VersionWord.sol";

/// @title DatasetRegistry
/// @notice See {IDatasetRegistry}.
/// @dev Assumption: the content root commits to what is delivered; the chain sees no content.
contract DatasetRegistry is Origins, Freezable, Succession, IERC4906, IERC5646 {
    bytes4 private constant ERC4906_INTERFACE_ID = 0x49064906;
    uint256 private constant MOST_ROYALTIES_BPS = 9999;

    /// @inheritdoc IDatasetRegistry
    uint32 public datasetCount;
    /// @inheritdoc IDatasetRegistry
    uint32 public versionCount;

    mapping(VersionId versionId => bytes32) private _contentRoots;

    constructor(
        address authority,
        IMemberRegistry members,
        IAccessGrants grants
    )
        MemberToken(members, "Genba Dataset", "GENBA-D")
        TableRules(grants)
        EIP712("Genba DatasetRegistry", "1")
        AccessManaged(authority)
    {}

    /// @inheritdoc IDatasetRegistry
    function register(Draft calldata draft) external returns (DatasetId datasetId, VersionId versionId) {
        // Check: the key may publish for an active member.
        _requireOpen();
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Publish);

        // Effect: the dataset, then its first version.
        datasetId = DatasetId.wrap(++datasetCount);
        _mint(MemberAccount.addressOf(memberId), DatasetId.unwrap(datasetId));
        emit DatasetRegistered(datasetId, memberId);
        versionId = _publish(datasetId, Dataset(memberId, VersionId.wrap(0), 0, 0, false, false, 0), draft);
    }

    /// @inheritdoc IDatasetRegistry
    function publish(DatasetId datasetId, Draft calldata draft) external returns (VersionId versionId) {
        // Check: the key may publish for the owner, and the dataset is open.
        _requireOpen();
        _requireOwner(datasetId);
        Dataset memory dataset = _openDataset(datasetId);

        // Effect: the version.
        versionId = _publish(datasetId, dataset, draft);
    }

    /// @inheritdoc IDatasetRegistry
    function withdraw(VersionId versionId, string calldata reason) external {
        // Check: the key may publish for the owner, and the version is not withdrawn.
        VersionWord word = _versions[versionId];
        DatasetId datasetId = word.dataset();
        MemberId memberId = _requireOwner(datasetId);
        if (word.isWithdrawn()) revert DatasetRegistry_Withdrawn(versionId);

        // Effect: it is not sold or renewed any more.
        _versions[versionId] = word.withdrawn();
        ++_datasets[datasetId].changes;
        emit VersionWithdrawn(versionId, datasetId, memberId, reason);
        emit MetadataUpdate(DatasetId.unwrap(datasetId));
    }

    /// @inheritdoc IDatasetRegistry
    function retire(DatasetId datasetId) external {
        // Check: the key may publish for the owner, and the dataset is not retired.
        MemberId memberId = _requireOwner(datasetId);
        if (_datasets[datasetId].retired) revert DatasetRegistry_Retired(datasetId);

        // Effect: no new versions, purchases and renewals.
        _datasets[datasetId].retired = true;
        emit DatasetRetired(datasetId, memberId);
        emit MetadataUpdate(DatasetId.unwrap(datasetId));
    }

    /// @inheritdoc IDatasetRegistry
    function transferUnchanged(DatasetId datasetId, MemberId to, bytes32 fingerprint) external {
        // Check: nothing has changed since the receiver looked.
        bytes32 present = _fingerprint(datasetId);
        if (present != fingerprint) revert DatasetRegistry_StateChanged(datasetId, present);

        // Effect: as by `transferFrom`.
        _update(MemberAccount.addressOf(to), DatasetId.unwrap(datasetId), msg.sender);
    }

    /// @inheritdoc IDatasetRegistry
    function freeze(DatasetId datasetId, string calldata caseNumber, uint40 until) external restricted {
        Dataset storage dataset = _datasets[datasetId];
        if (MemberId.unwrap(dataset.owner) == 0) revert DatasetRegistry_DatasetUnknown(datasetId);
        _countFreeze(DatasetId.unwrap(datasetId), caseNumber, until, dataset.frozenUntil);
        dataset.frozenUntil = until;
        emit DatasetFrozen(datasetId, caseNumber, until);
    }

    /// @inheritdoc IDatasetRegistry
    function liftFreeze(DatasetId datasetId, string calldata caseNumber) external restricted {
        _requireFrozen(DatasetId.unwrap(datasetId), caseNumber, _datasets[datasetId].frozenUntil);
        _datasets[datasetId].frozenUntil = 0;
        emit DatasetFreezeLifted(datasetId, caseNumber);
    }

    /// @inheritdoc IDatasetRegistry
    function saleOf(
        DatasetId datasetId,
        VersionId seen,
        bool follows
    ) external view returns (MemberId owner, VersionId start, VersionId tableId, uint16 ownShareBps) {
        Dataset storage dataset = _openDataset(datasetId);
        VersionWord word = _versions[seen];
        if (word.dataset() != datasetId) revert DatasetRegistry_VersionOfAnother(seen, datasetId);
        (owner, start, tableId, ownShareBps) = (dataset.owner, seen, word.table(), word.ownShare());
        if (follows && dataset.current != seen) {
            start = dataset.current;
            word = _versions[start];
            if (word.table() != tableId) revert DatasetRegistry_TableChanged(seen, start);
        }
        if (word.isWithdrawn()) revert DatasetRegistry_Withdrawn(start);
    }

    /// @inheritdoc IDatasetRegistry
    function requireDerivable(VersionId versionId, MemberId deriver, uint16 royaltyBps) external view {
        VersionWord word = _versions[versionId];
        Entry[] memory payees = _payeesOf(word.table());
        uint256 royalties = _requireOnward(versionId, payees, deriver);
        uint256 royaltiesBps = WHOLE_BPS - word.ownShare() + royaltyBps;
        if (royaltiesBps > MOST_ROYALTIES_BPS || royalties + 1 >= MAX_ENTRIES) {
            revert DatasetRegistry_RoomLacking(versionId, royaltiesBps, royalties);
        }
    }

    /// @inheritdoc IDatasetRegistry
    function datasetOf(DatasetId datasetId) external view returns (Dataset memory) {
        return _datasets[datasetId];
    }

    /// @inheritdoc IDatasetRegistry
    function contentRootOf(VersionId versionId) external view returns (bytes32) {
        return _contentRoots[versionId];
    }

    /// @inheritdoc IERC5646
    function getStateFingerprint(uint256 tokenId) external view returns (bytes32) {
        _requireOwned(tokenId);
        return _fingerprint(DatasetId.wrap(uint32(tokenId)));
    }

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return
            interfaceId == ERC4906_INTERFACE_ID ||
            interfaceId == type(IERC5646).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    /// @dev An admin key of the owner gives the dataset to an active member; each owner of a source without onward has agreed.
    function _handOver(uint256 tokenId, MemberId from, MemberId to, address key) internal override {
        // Check: who gives, who gets, and what.
        DatasetId datasetId = DatasetId.wrap(uint32(tokenId));
        MemberId memberId = MEMBERS.actingMember(key, KeyRole.Admin);
        if (memberId != from) revert DatasetRegistry_NotTheOwner(datasetId, memberId);
        if (MEMBERS.activeUntil(to) == 0) revert DatasetRegistry_ReceiverNotActive(to);
        Dataset memory dataset = _datasets[datasetId];
        _requireNotFrozen(datasetId, dataset.frozenUntil);
        _requireConsents(datasetId, dataset, to);

        // Effect: the new owner.
        _datasets[datasetId].owner = to;
        emit DatasetTransferred(datasetId, from, to);
    }

    function _memberOf(uint256 tokenId) internal view override returns (MemberId) {
        return tokenId > type(uint32).max ? MemberId.wrap(0) : _datasets[DatasetId.wrap(uint32(tokenId))].owner;
    }

    function _publish(DatasetId datasetId, Dataset memory dataset, Draft calldata draft) private returns (VersionId versionId) {
        if (draft.contentRoot == 0) revert DatasetRegistry_NoContentRoot();
        versionId = VersionId.wrap(++versionCount);

        // Effect: the payee table, its own or the one of the version before.
        VersionId before = dataset.current;
        VersionId tableId = versionId;
        if (draft.payees.length == 0) {
            if (VersionId.unwrap(before) == 0 || draft.sources.length != 0) revert DatasetRegistry_NoPayees();
            VersionWord inherited = _versions[before];
            tableId = inherited.table();
            _versions[versionId] = versionWord(datasetId, tableId, uint40(block.timestamp), 0, inherited.ownShare());
        } else {
            (uint256 ownShare, bool bound) = _checkTable(datasetId, dataset, draft);
            VersionWord word = versionWord(datasetId, versionId, uint40(block.timestamp), draft.payees.length, ownShare);
            _versions[versionId] = _storeEntries(versionId, word, draft.payees);
            dataset.bound = dataset.bound || bound;
            emit PayeeTableDeclared(versionId, datasetId, draft.payees, draft.sources);
        }

        // Effect: the version.
        dataset.current = versionId;
        ++dataset.count;
        _datasets[datasetId] = dataset;
        _contentRoots[versionId] = draft.contentRoot;
        _emitPublished(versionId, datasetId, tableId, dataset.owner, draft);
        if (VersionId.unwrap(before) != 0) emit MetadataUpdate(DatasetId.unwrap(datasetId));
    }

    function _emitPublished(
        VersionId versionId,
        DatasetId datasetId,
        VersionId tableId,
        MemberId memberId,
        Draft calldata draft
    ) private {
        emit VersionPublished(
            versionId,
            datasetId,
            tableId,
            memberId,
            draft.contentRoot,
            draft.byteSize,
            draft.format,
            draft.metadataHash,
            draft.metadataUri,
            uint40(block.timestamp)
        );
    }

    /// @dev A dataset that exists, is not retired and not frozen.
    function _openDataset(DatasetId datasetId) private view returns (Dataset storage dataset) {
        dataset = _datasets[datasetId];
        if (MemberId.unwrap(dataset.owner) == 0) revert DatasetRegistry_DatasetUnknown(datasetId);
        if (dataset.retired) revert DatasetRegistry_Retired(datasetId);
        _requireNotFrozen(datasetId, dataset.frozenUntil);
    }

    /// @dev The slot says all that this contract can change: versions change by withdrawal only, and that is counted.
    function _fingerprint(DatasetId datasetId) private view returns (bytes32) {
        return keccak256(abi.encode(datasetId, _datasets[datasetId]));
    }
}
