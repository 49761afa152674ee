// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Entry } from "../../../contracts/types/Entry.sol";
import { VersionId } from "../../../contracts/types/Ids.sol";
import { VersionWord } from "../../../contracts/types/VersionWord.sol";
import { MalformedActs } from "./MalformedActs.sol";

/// @notice What must hold of each version's table by itself.
abstract contract TableModel is MalformedActs {
    /// @notice Requires that a version's table is whole: 10,000 basis points, the originators' part right and not empty.
    function requireWhole(uint32 version) public view {
        Entry[] memory payees = DATASETS.payeesOf(VersionId.wrap(version));
        uint256 sum;
        uint256 own;
        uint256 originators;
        for (uint256 i; i < payees.length; ++i) {
            sum += payees[i].share();
            if (payees[i].isRoyalty()) continue;
            require(payees[i].share() != 0, "an originator gets nothing");
            own += payees[i].share();
            ++originators;
        }
        require(sum == 10_000, "shares are not whole");
        require(originators != 0, "nobody originated it");
        require(DATASETS.versionOf(VersionId.wrap(version)).ownShare() == own, "the originators' part is wrong");
    }

    /// @notice Requires that a version is, to the bit, what was published.
    function requireUnchanged(uint32 version) public view {
        GhostVersion storage ghost = _versions[version];
        VersionWord word = DATASETS.versionOf(VersionId.wrap(version));
        require(DATASETS.contentRootOf(VersionId.wrap(version)) == ghost.root, "the content root changed");
        require(VersionId.unwrap(word.table()) == ghost.table, "the version has another table");
        require(word.publishedAt() == ghost.publishedAt, "the time of publication changed");
        bytes32 wordsHash = keccak256(abi.encode(DATASETS.tableWords(VersionId.wrap(ghost.table))));
        require(wordsHash == ghost.wordsHash, "a published table changed");
        Entry[] storage published = _payees[ghost.table];
        Entry[] memory held = DATASETS.payeesOf(VersionId.wrap(version));
        require(held.length == published.length, "a table has another length");
        for (uint256 i; i < held.length; ++i) {
            require(Entry.unwrap(held[i]) == Entry.unwrap(published[i]), "a table is not the one that was sent");
        }
    }

    /// @notice Requires that whatever a version comes from is older, and that royalties go to tables.
    function requireDescending(uint32 version) public view {
        require(_versions[version].table <= version, "a table is newer than its version");
        Entry[] memory payees = DATASETS.payeesOf(VersionId.wrap(version));
        for (uint256 i; i < payees.length; ++i) {
            if (!payees[i].isRoyalty()) continue;
            uint32 table = payees[i].id();
            require(table < _versions[version].table, "a royalty goes to a newer table");
            require(_versions[table].table == table, "a royalty goes to no table");
        }
        Edge[] storage edges = _edges[version];
        for (uint256 i; i < edges.length; ++i) {
            require(edges[i].source < version, "a source is newer than what was made of it");
            require(i == 0 || edges[i - 1].source < edges[i].source, "a source is named twice");
        }
    }

    /// @notice Requires that each source of a version was one that its publisher had the right to name.
    function requireJustified(uint32 version) public view {
        Edge[] storage edges = _edges[version];
        for (uint256 i; i < edges.length; ++i) {
            require(edges[i].justified, "a source was named without a right");
        }
    }

    /// @notice Number of versions that the model knows.
    function versionCount() external view returns (uint32) {
        return uint32(_versions.length - 1);
    }
}
