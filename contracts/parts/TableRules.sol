// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../interfaces/IAccessGrants.sol";
import { Royalties } from "../libraries/Royalties.sol";
import { Entry, royaltyEntry } from "../types/Entry.sol";
import { DatasetId, GrantId, MemberId, VersionId } from "../types/Ids.sol";
import { VersionWord } from "../types/VersionWord.sol";
import { MemberToken } from "./MemberToken.sol";
import { PayeeTables } from "./PayeeTables.sol";

/// @title TableRules
/// @notice What a new payee table must hold: itself in order, and exactly what everything it comes from asks for.
/// @dev Royalties travel: a table carries its parents' royalties, so only parents are read, never the graph.
abstract contract TableRules is MemberToken, PayeeTables {
    using Royalties for Royalties.Debt;

    uint256 internal constant WHOLE_BPS = 10_000;

    /// @notice Who may derive from what.
    IAccessGrants public immutable GRANTS;

    mapping(DatasetId datasetId => Dataset) internal _datasets;
    /// @dev The last version whose royalty to a source the dataset's next table need not carry.
    mapping(DatasetId datasetId => mapping(DatasetId source => VersionId)) internal _released;

    constructor(IAccessGrants grants) {
        GRANTS = grants;
    }

    /// @dev Checks a table by itself, then against everything that it comes from.
    function _checkTable(
        DatasetId datasetId,
        Dataset memory dataset,
        Draft calldata draft
    ) internal view returns (uint256 ownShare, bool bound) {
        uint256 originators;
        (originators, ownShare) = _checkEntries(draft.payees);
        Royalties.Debt memory debt = Royalties.open(draft.payees, originators);
        _placeRoyalties(debt, datasetId);
        _askSources(debt, datasetId, dataset.owner, draft.sources);
        if (VersionId.unwrap(dataset.current) != 0) _askBefore(debt, datasetId, _versions[dataset.current].table());
        bound = _settle(debt, dataset.owner);
    }

    /// @dev Reverts when a table may not be passed on to `deriver`; returns how many royalties it holds.
    function _requireOnward(
        VersionId versionId,
        Entry[] memory payees,
        MemberId deriver
    ) internal view returns (uint256 royalties) {
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty()) continue;
            ++royalties;
            if (payees[i].isOnward()) continue;
            DatasetId paid = _versions[VersionId.wrap(payees[i].id())].dataset();
            if (_datasets[paid].owner != deriver) revert DatasetRegistry_RoyaltyNotOnward(versionId, paid);
        }
    }

    function _requireNotFrozen(DatasetId datasetId, uint40 frozenUntil) internal view {
        if (frozenUntil > block.timestamp) revert DatasetRegistry_Frozen(datasetId, frozenUntil);
    }

    /// @dev Checks order, shape, shares and originators; returns how many originators there are, and their shares' sum.
    function _checkEntries(Entry[] calldata payees) private view returns (uint256 originators, uint256 ownShare) {
        uint256 count = payees.length;
        if (count > MAX_ENTRIES) revert DatasetRegistry_TooMany(count);
        uint256 sum = 0;
        uint256 last = 0;
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
        VersionId last = VersionId.wrap(0);
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

    /// @dev Asks for every royalty in the table of the version before, but for those that their owner has released since.
    function _askBefore(Royalties.Debt memory debt, DatasetId datasetId, VersionId tableId) private view {
        Entry[] memory payees = _payeesOf(tableId);
        uint256 count = payees.length;
        for (uint256 i; i < count; ++i) {
            if (!payees[i].isRoyalty()) continue;
            DatasetId paid = _versions[VersionId.wrap(payees[i].id())].dataset();
            if (_released[datasetId][paid] < tableId) debt.ask(paid, payees[i]);
        }
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
}
