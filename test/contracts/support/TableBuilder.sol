// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessGrants } from "../../../contracts/interfaces/IAccessGrants.sol";
import { IDatasetRegistry } from "../../../contracts/interfaces/IDatasetRegistry.sol";
import { Entry, royaltyEntry } from "../../../contracts/types/Entry.sol";
import { DatasetId, GrantId, VersionId } from "../../../contracts/types/Ids.sol";
import { MoneyModel } from "./MoneyModel.sol";

/// @notice Computes a payee table as a client does: from the tables of the parents alone.
abstract contract TableBuilder is MoneyModel {
    /// @dev How to build: as the law says, or as somebody would like it.
    enum Rule {
        Honest,
        LowerShareWins,
        OlderTableWins,
        OnwardIfAnyHasIt,
        OwnSourcesOweNothing,
        EarlierVersionsOweNothing,
        TermsOweNothing,
        GrantedSourcesOweNothing
    }

    /// @dev What is asked so far, per dataset id.
    struct Sheet {
        Rule rule;
        bool[] asked;
        Entry[] royalties;
        uint32 dataset;
    }

    /// @dev The table for a new version of a dataset (0: a new one); empty when the royalties leave no room.
    function _buildTable(
        uint32 dataset,
        IDatasetRegistry.Source[] memory sources,
        uint256 seed
    ) internal view returns (Entry[] memory payees) {
        return _buildTableBy(Rule.Honest, dataset, sources, seed);
    }

    /// @dev The same by any rule.
    function _buildTableBy(
        Rule rule,
        uint32 dataset,
        IDatasetRegistry.Source[] memory sources,
        uint256 seed
    ) internal view returns (Entry[] memory payees) {
        Sheet memory sheet = Sheet(rule, new bool[](_ownerOf.length + 1), new Entry[](_ownerOf.length + 1), dataset);
        for (uint256 i; i < sources.length; ++i) {
            bool byGrant = GrantId.unwrap(sources[i].grantId) != 0;
            if (byGrant && rule != Rule.TermsOweNothing) {
                IAccessGrants.Terms memory terms = GRANTS.termsOf(GRANTS.grantOf(sources[i].grantId).termsId);
                uint32 table = VersionId.unwrap(DATASETS.versionOf(sources[i].versionId).table());
                _ask(sheet, royaltyEntry(table, terms.royaltyBps, terms.rights & ONWARD != 0));
            }
            if (rule == (byGrant ? Rule.GrantedSourcesOweNothing : Rule.OwnSourcesOweNothing)) continue;
            _askAll(sheet, DATASETS.payeesOf(sources[i].versionId));
        }
        if (dataset != 0 && rule != Rule.EarlierVersionsOweNothing)
            _askAll(sheet, DATASETS.payeesOf(DATASETS.datasetOf(DatasetId.wrap(dataset)).current));
        return _assemble(sheet, seed);
    }

    /// @dev Adds a royalty that nothing asks for, in the originators' stead; the first originator pays it.
    function _withGift(
        Entry[] memory payees,
        uint32 table,
        uint16 share,
        bool onward
    ) internal pure returns (Entry[] memory more) {
        more = new Entry[](payees.length + 1);
        for (uint256 i; i < payees.length; ++i) {
            more[i] = payees[i];
        }
        more[0] = _originator(payees[0].id(), payees[0].share() - share);
        more[payees.length] = royaltyEntry(table, share, onward);
        _sort(more);
    }

    function _originator(uint32 member, uint256 share) internal pure returns (Entry) {
        return Entry.wrap((uint64(member) << 32) | (uint64(share) << 16));
    }

    function _sort(Entry[] memory payees) internal pure {
        for (uint256 i = 1; i < payees.length; ++i) {
            Entry moved = payees[i];
            uint256 j = i;
            for (; j > 0 && payees[j - 1].order() > moved.order(); --j) {
                payees[j] = payees[j - 1];
            }
            payees[j] = moved;
        }
    }

    function _askAll(Sheet memory sheet, Entry[] memory payees) private view {
        for (uint256 i; i < payees.length; ++i) {
            if (payees[i].isRoyalty()) _ask(sheet, payees[i]);
        }
    }

    /// @dev Keeps the higher share, among equal ones the newer table; onward only if both have it.
    function _ask(Sheet memory sheet, Entry royalty) private view {
        uint32 dataset = DatasetId.unwrap(DATASETS.versionOf(VersionId.wrap(royalty.id())).dataset());
        if (dataset == sheet.dataset) return;
        if (!sheet.asked[dataset]) {
            (sheet.asked[dataset], sheet.royalties[dataset]) = (true, royalty);
            return;
        }
        Entry before = sheet.royalties[dataset];
        bool wins =
            royalty.share() == before.share()
                ? (royalty.id() > before.id()) != (sheet.rule == Rule.OlderTableWins)
                : (royalty.share() > before.share()) != (sheet.rule == Rule.LowerShareWins);
        Entry most = wins ? royalty : before;
        bool onward = royalty.isOnward() && before.isOnward();
        if (sheet.rule == Rule.OnwardIfAnyHasIt) onward = royalty.isOnward() || before.isOnward();
        sheet.royalties[dataset] = royaltyEntry(most.id(), most.share(), onward);
    }

    /// @dev One to three originators share what the royalties leave.
    function _assemble(Sheet memory sheet, uint256 seed) private view returns (Entry[] memory payees) {
        uint256 royalties;
        uint256 left = 10_000;
        for (uint256 d = 1; d < sheet.asked.length; ++d) {
            if (!sheet.asked[d]) continue;
            ++royalties;
            if (sheet.royalties[d].share() >= left) return new Entry[](0);
            left -= sheet.royalties[d].share();
        }
        uint256 originators = within(draw(seed, 100), 1, left < 3 ? 1 : 3);
        payees = new Entry[](originators + royalties);
        uint256 first = within(draw(seed, 101), 1, _members.length - 3);
        for (uint256 i; i < originators; ++i) {
            uint256 share = i + 1 == originators ? left : within(draw(seed, 102 + i), 1, left - (originators - 1 - i));
            payees[i] = _originator(uint32(first + i), share);
            left -= share;
        }
        uint256 next = originators;
        for (uint256 d = 1; d < sheet.asked.length; ++d) {
            if (sheet.asked[d]) payees[next++] = sheet.royalties[d];
        }
        _sort(payees);
    }
}
