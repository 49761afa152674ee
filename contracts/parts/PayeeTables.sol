// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IDatasetRegistry } from "../interfaces/IDatasetRegistry.sol";
import { Entry } from "../types/Entry.sol";
import { VersionId } from "../types/Ids.sol";
import { VersionWord, withEntry } from "../types/VersionWord.sol";

/// @title PayeeTables
/// @notice How versions and their payee tables lie in storage: the first two entries in the version's slot, four in each further word.
abstract contract PayeeTables is IDatasetRegistry {
    uint256 internal constant MAX_ENTRIES = 128;

    mapping(VersionId versionId => VersionWord) internal _versions;
    mapping(VersionId tableId => mapping(uint256 index => uint256 fourEntries)) private _rest;

    /// @inheritdoc IDatasetRegistry
    function versionOf(VersionId versionId) external view returns (VersionWord) {
        return _versions[versionId];
    }

    /// @inheritdoc IDatasetRegistry
    function payeesOf(VersionId versionId) external view returns (Entry[] memory payees) {
        return _payeesOf(_versions[versionId].table());
    }

    /// @inheritdoc IDatasetRegistry
    function tableWords(VersionId tableId) external view returns (uint256[] memory words) {
        VersionWord word = _versions[tableId];
        uint256 count = word.payees();
        if (count == 0) revert DatasetRegistry_NotATable(tableId);
        // One word for each started four entries after the first two.
        uint256 further = (count + 1) / 4;
        words = new uint256[](1 + further);
        words[0] = VersionWord.unwrap(word);
        for (uint256 i; i < further; ++i) {
            words[1 + i] = _rest[tableId][i];
        }
    }

    /// @dev Writes a table's further words and returns the version's slot with its first two entries.
    function _storeEntries(VersionId tableId, VersionWord word, Entry[] calldata payees) internal returns (VersionWord) {
        uint256 count = payees.length;
        for (uint256 i; i < count && i < 2; ++i) {
            word = withEntry(word, i, payees[i]);
        }
        for (uint256 i = 2; i < count; i += 4) {
            uint256 four = 0;
            for (uint256 j; j < 4 && i + j < count; ++j) {
                four |= uint256(Entry.unwrap(payees[i + j])) << (64 * j);
            }
            _rest[tableId][(i - 2) / 4] = four;
        }
        return word;
    }

    function _payeesOf(VersionId tableId) internal view returns (Entry[] memory payees) {
        VersionWord word = _versions[tableId];
        uint256 count = word.payees();
        payees = new Entry[](count);
        uint256 bits = VersionWord.unwrap(word) >> 128;
        for (uint256 i; i < count; ++i) {
            if (i >= 2 && (i - 2) % 4 == 0) bits = _rest[tableId][(i - 2) / 4];
            payees[i] = Entry.wrap(uint64(bits));
            bits >>= 64;
        }
    }
}
