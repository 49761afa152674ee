// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Entry } from "../../../contracts/types/Entry.sol";
import { DatasetId, VersionId } from "../../../contracts/types/Ids.sol";
import { Ghost } from "./Ghost.sol";

/// @notice Royalties by walking the whole graph of declared sources and earlier versions; tables are compared, never read on the way.
abstract contract GraphModel is Ghost {
    /// @dev The highest royalty agreed on any path to a dataset; among equal ones that of the newest table.
    struct Agreed {
        bool exists;
        uint16 royalty;
        uint32 table;
        bool onward;
    }

    /// @notice Requires that a version's table holds exactly what was agreed for every dataset.
    function requireRoyaltiesArrive(uint32 version) public view {
        Entry[] memory payees = DATASETS.payeesOf(VersionId.wrap(version));
        uint256 royalties;
        for (uint256 i; i < payees.length; ++i) {
            if (payees[i].isRoyalty()) ++royalties;
        }
        for (uint32 dataset = 1; dataset < _ownerOf.length; ++dataset) {
            Agreed memory agreed = _agreed(version, dataset);
            if (!agreed.exists) continue;
            --royalties;
            Entry held = _royaltyTo(payees, dataset);
            require(Entry.unwrap(held) != 0, "a royalty is missing");
            require(held.share() >= agreed.royalty, "a royalty is too low");
            require(held.share() == agreed.royalty, "a royalty is too high");
            require(held.id() == agreed.table, "a royalty goes to another table");
            require(held.isOnward() == agreed.onward, "onward is not what was agreed");
        }
        require(royalties == 0, "a royalty was never agreed");
        for (uint256 i; i < payees.length; ++i) {
            bool free = !payees[i].isRoyalty() || payees[i].isOnward();
            require(
                free || DATASETS.datasetOf(DatasetId.wrap(_versions[version].dataset)).bound,
                "a bound dataset is not said to be"
            );
        }
    }

    /// @dev Walks from a version through its sources and earlier versions, but not through versions of the dataset itself.
    function _agreed(uint32 from, uint32 dataset) internal view returns (Agreed memory most) {
        if (_versions[from].dataset == dataset) return most;
        bool[] memory seen = new bool[](_versions.length);
        uint32[] memory stack = new uint32[](_versions.length);
        uint256 depth = 1;
        stack[0] = from;
        seen[from] = true;
        while (depth != 0) {
            uint32 version = stack[--depth];
            uint32 previous = _versions[version].previous;
            if (previous != 0 && !seen[previous]) {
                seen[previous] = true;
                stack[depth++] = previous;
            }
            Edge[] storage edges = _edges[version];
            for (uint256 i; i < edges.length; ++i) {
                uint32 source = edges[i].source;
                if (_versions[source].dataset != dataset) {
                    if (seen[source]) continue;
                    seen[source] = true;
                    stack[depth++] = source;
                } else if (edges[i].grant != 0) {
                    _agree(most, _versions[source].table, edges[i].royalty, edges[i].onward);
                }
            }
            Gift[] storage gifts = _gifts[version];
            for (uint256 i; i < gifts.length; ++i) {
                if (_versions[gifts[i].table].dataset == dataset) _agree(most, gifts[i].table, gifts[i].royalty, gifts[i].onward);
            }
        }
    }

    /// @dev Whether each royalty that a version carries may be passed on by a member.
    function _mayPassOn(uint32 version, uint32 member) internal view returns (bool) {
        for (uint32 dataset = 1; dataset < _ownerOf.length; ++dataset) {
            if (_ownerOf[dataset] == member) continue;
            Agreed memory agreed = _agreed(version, dataset);
            if (agreed.exists && !agreed.onward) return false;
        }
        return true;
    }

    function _royaltyTo(Entry[] memory payees, uint32 dataset) internal view returns (Entry) {
        for (uint256 i; i < payees.length; ++i) {
            if (payees[i].isRoyalty() && _versions[payees[i].id()].dataset == dataset) return payees[i];
        }
        return Entry.wrap(0);
    }

    function _agree(Agreed memory most, uint32 table, uint16 royalty, bool onward) private pure {
        if (!most.exists) {
            (most.exists, most.royalty, most.table, most.onward) = (true, royalty, table, onward);
            return;
        }
        most.onward = most.onward && onward;
        if (royalty > most.royalty || (royalty == most.royalty && table > most.table)) {
            (most.royalty, most.table) = (royalty, table);
        }
    }
}
