// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC165 } from "@openzeppelin/contracts/interfaces/IERC165.sol";
import { IERC4906 } from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import { MemberToken } from "./MemberToken.sol";
import { PayeeTables } from "./PayeeTables.sol";
import { IAccessGrants } from "./interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "./interfaces/IDatasetRegistry.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { MemberAccount } from "./libraries/MemberAccount.sol";
import { Royalties } from "./libraries/Royalties.sol";
import { KeyRole } from "./types/Enums.sol";
import { Entry, royaltyEntry } from "./types/Entry.sol";
import { DatasetId, GrantId, MemberId, VersionId } from "./types/Ids.sol";
import { VersionWord, versionWord } from "./types/VersionWord.sol";

/// @title DatasetRegistry
/// @notice See {IDatasetRegistry}.
/// @dev Royalties travel: a table carries its parents' royalties, so only parents are read, never the graph.
/// Assumption: the content root commits to what is delivered; the chain sees no content.
contract DatasetRegistry is MemberToken, PayeeTables, IERC4906 {
    using Royalties for Royalties.Debt;

    bytes4 private constant ERC4906_INTERFACE_ID = 0x49064906;
    uint256 private constant WHOLE_BPS = 10_000;
    uint256 private constant MOST_ROYALTIES_BPS = 9999;

    /// @notice Who may derive from what.
    IAccessGrants public immutable GRANTS;

    /// @inheritdoc IDatasetRegistry
    uint32 public datasetCount;
    /// @inheritdoc IDatasetRegistry
    uint32 public versionCount;

    mapping(DatasetId datasetId => Dataset) private _datasets;
    mapping(VersionId versionId => bytes32) private _contentRoots;

    constructor(IMemberRegistry members, IAccessGrants grants) MemberToken(members, "Genba Dataset", "GENBA-D") {
        GRANTS = grants;
    }

    /// @inheritdoc IDatasetRegistry
    function register(Draft calldata draft) external returns (DatasetId datasetId, VersionId versionId) {
        // Check: the key may publish for an active member.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Publish);

        // Effect: the dataset, then its first version.
        datasetId = DatasetId.wrap(++datasetCount);
        _mint(MemberAccount.addressOf(memberId), DatasetId.unwrap(datasetId));
        emit DatasetRegistered(datasetId, memberId);
        versionId = _publish(datasetId, Dataset(memberId, VersionId.wrap(0), 0, 0, false, false), draft);
    }

    /// @inheritdoc IDatasetRegistry
    function publish(DatasetId datasetId, Draft calldata draft) external returns (VersionId versionId) {
        // Check: the key may publish for the owner, and the dataset is open.
        MemberId memberId = MEMBERS.actingMember(msg.sender, KeyRole.Publish);
        Dataset memory dataset = _openDataset(datasetId);
        if (dataset.owner != memberId) revert DatasetRegistry_NotTheOwner(datasetId, memberId);

        // Effect: the version.
        versionId = _publish(datasetId, dataset, draft);
    }

    /// @inheritdoc IDatasetRegistry
    function saleOf(
        DatasetId datasetId,
        VersionId seen,
        bool follows
    ) external view returns (MemberId owner, VersionId start, VersionId tableId, uint16 ownShareBps) {
        Dataset memory dataset = _openDataset(datasetId);
        VersionWord word = _versions[seen];
        if (word.dataset() != datasetId) revert DatasetRegistry_VersionOfAnother(seen, datasetId);
        (owner, start, tableId, ownShareBps) = (dataset.owner, seen, word.table(), word.ownShare());
        if (follows && dataset.current != seen) {
            start = dataset.current;
            VersionId currentTable = _versions[start].table();
            if (currentTable != tableId) revert DatasetRegistry_TableChanged(seen, start);
        }
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

    /// @inheritdoc ERC721
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, IERC165) returns (bool) {
        return interfaceId == ERC4906_INTERFACE_ID || super.supportsInterface(interfaceId);
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

    /// @dev Checks a table by itself, then against everything that it comes from.
    function _checkTable(
        DatasetId datasetId,
        Dataset memory dataset,
        Draft calldata draft
    ) private view returns (uint256 ownShare, bool bound) {
        uint256 originators;
        (originators, ownShare) = _checkEntries(draft.payees);
        Royalties.Debt memory debt = Royalties.open(draft.payees, originators);
        _placeRoyalties(debt, datasetId);
        _askSources(debt, datasetId, dataset.owner, draft.sources);
        if (VersionId.unwrap(dataset.current) != 0) {
            _askTable(debt, datasetId, _payeesOf(_versions[dataset.current].table()));
        }
        bound = _settle(debt, dataset.owner);
    }

    /// @dev Checks order, shape, shares and originators; returns how many originators there are, and their shares' sum.
    function _checkEntries(Entry[] calldata payees) private view returns (uint256 originators, uint256 ownShare) {
        uint256 count = payees.length;
        if (count > MAX_ENTRIES) revert DatasetRegistry_TooMany(count);
        uint256 sum;
        uint256 last;
        for (uint256 i; i < count; ++i) {
            Entry entry = payees[i];
            if (entry.isMalformed()) revert DatasetRegistry_BadEntry(i, entry);
            uint256 order = entry.order();
            if (order <= last) revert DatasetRegistry_NotAscending(i);
            last = order;
            sum += entry.share();
            if (!entry.isRoyalty()) {
                if (entry.share() == 0) revert DatasetRegistry_NoShare(MemberId.wrap(entry.id()));
                originators = i + 1;
                ownShare = sum;
            }
        }
        if (sum != WHOLE_BPS) revert DatasetRegistry_SharesNotWhole(sum);
        if (originators == 0) revert DatasetRegistry_NoOriginator();

        // Ids ascend and run without gaps, so the last originator stands for all.
        MemberId highest = MemberId.wrap(payees[originators - 1].id());
        if (!MEMBERS.exists(highest)) revert DatasetRegistry_OriginatorUnknown(highest);
    }

    /// @dev Finds each given royalty's dataset: an older table, of another dataset, each dataset once.
    function _placeRoyalties(Royalties.Debt memory debt, DatasetId datasetId) private view {
        uint256 count = debt.given.length;
        for (uint256 i; i < count; ++i) {
            VersionId tableId = VersionId.wrap(debt.given[i].id());
            VersionWord word = _versions[tableId];
            if (word.payees() == 0) revert DatasetRegistry_NotATable(tableId);
            DatasetId paid = word.dataset();
            if (paid == datasetId) revert DatasetRegistry_RoyaltyToItself(tableId);
            for (uint256 j; j < i; ++j) {
                if (debt.datasets[j] == paid) revert DatasetRegistry_RoyaltyTwice(paid);
            }
            debt.datasets[i] = paid;
        }
    }

    /// @dev Asks for what each source asks: its terms' royalty when named by grant, and every royalty in its table.
    function _askSources(
        Royalties.Debt memory debt,
        DatasetId datasetId,
        MemberId publisher,
        Source[] calldata sources
    ) private view {
        uint256 count = sources.length;
        if (count > MAX_ENTRIES) revert DatasetRegistry_TooMany(count);
        VersionId last;
        for (uint256 i; i < count; ++i) {
            VersionId source = sources[i].versionId;
            if (!(last < source)) revert DatasetRegistry_NotAscending(i);
            last = source;
            _askSource(debt, datasetId, publisher, source, sources[i].grantId);
        }
    }

    function _askSource(
        Royalties.Debt memory debt,
        DatasetId datasetId,
        MemberId publisher,
        VersionId source,
        GrantId grantId
    ) private view {
        VersionWord word = _versions[source];
        DatasetId from = word.dataset();
        if (DatasetId.unwrap(from) == 0) revert DatasetRegistry_VersionUnknown(source);
        _requireNotFrozen(from, _datasets[from].frozenUntil);
        Entry[] memory payees = _payeesOf(word.table());
        if (GrantId.unwrap(grantId) == 0) {
            MemberId owner = _datasets[from].owner;
            if (owner != publisher) revert DatasetRegistry_SourceNotOwned(source, owner);
        } else {
            (uint16 royaltyBps, bool onward) = GRANTS.derivation(grantId, publisher, source);
            _requireOnward(source, payees, publisher);
            if (from != datasetId) debt.ask(from, royaltyEntry(VersionId.unwrap(word.table()), royaltyBps, onward));
        }
        _askTable(debt, datasetId, payees);
    }

    /// @dev Asks for every royalty in a table, but for those to the dataset itself.
    function _askTable(Royalties.Debt memory debt, DatasetId datasetId, Entry[] memory payees) private view {
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty()) continue;
            DatasetId paid = _versions[VersionId.wrap(payees[i].id())].dataset();
            if (paid != datasetId) debt.ask(paid, payees[i]);
        }
    }

    /// @dev Compares what is given with what is owed; returns whether a royalty lacks onward.
    function _settle(Royalties.Debt memory debt, MemberId publisher) private view returns (bool bound) {
        uint256 count = debt.given.length;
        for (uint256 i; i < count; ++i) {
            (Entry given, Entry owed) = (debt.given[i], debt.owed[i]);
            if (Entry.unwrap(owed) == 0) {
                // Nothing asks for it: a gift, to own datasets only.
                if (_datasets[debt.datasets[i]].owner != publisher) {
                    revert DatasetRegistry_RoyaltyUnasked(debt.datasets[i], given.share());
                }
            } else if (Entry.unwrap(given) != Entry.unwrap(owed)) {
                revert DatasetRegistry_RoyaltyDiffers(debt.datasets[i], owed, given);
            }
            bound = bound || !given.isOnward();
        }
    }

    /// @dev Reverts when a table may not be passed on to `deriver`; returns how many royalties it holds.
    function _requireOnward(
        VersionId versionId,
        Entry[] memory payees,
        MemberId deriver
    ) private view returns (uint256 royalties) {
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty()) continue;
            ++royalties;
            if (payees[i].isOnward()) continue;
            DatasetId paid = _versions[VersionId.wrap(payees[i].id())].dataset();
            if (_datasets[paid].owner != deriver) revert DatasetRegistry_RoyaltyNotOnward(versionId, paid);
        }
    }

    /// @dev A dataset that exists, is not retired and not frozen.
    function _openDataset(DatasetId datasetId) private view returns (Dataset memory dataset) {
        dataset = _datasets[datasetId];
        if (MemberId.unwrap(dataset.owner) == 0) revert DatasetRegistry_DatasetUnknown(datasetId);
        if (dataset.retired) revert DatasetRegistry_Retired(datasetId);
        _requireNotFrozen(datasetId, dataset.frozenUntil);
    }

    function _requireNotFrozen(DatasetId datasetId, uint40 frozenUntil) private view {
        if (frozenUntil > block.timestamp) revert DatasetRegistry_Frozen(datasetId, frozenUntil);
    }
}
