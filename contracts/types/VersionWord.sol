// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Entry } from "./Entry.sol";
import { DatasetId, VersionId } from "./Ids.sol";

/// @dev A version's storage slot, 256 bits from low to high:
/// dataset 32 · table 32 · publishedAt 32 · state 8 · payees 8 · ownShare 16 · entry0 64 · entry1 64.
/// A version that inherits its table names the table and keeps `ownShare`, with `payees` 0.
type VersionWord is uint256;

using VersionFields for VersionWord global;

/// @title VersionFields
/// @notice Reads the fields of a version's slot.
library VersionFields {
    /// @dev The one state of a version that is stored; the other seven bits stay 0.
    uint256 private constant WITHDRAWN = 1 << 96;

    /// @notice The dataset that the version belongs to; 0 when the version does not exist.
    /// @param self The slot.
    function dataset(VersionWord self) internal pure returns (DatasetId) {
        return DatasetId.wrap(uint32(VersionWord.unwrap(self)));
    }

    /// @notice The version that introduced the payee table.
    /// @param self The slot.
    function table(VersionWord self) internal pure returns (VersionId) {
        return VersionId.wrap(uint32(VersionWord.unwrap(self) >> 32));
    }

    /// @notice When the version was published, in Unix seconds.
    /// @param self The slot.
    function publishedAt(VersionWord self) internal pure returns (uint40) {
        return uint32(VersionWord.unwrap(self) >> 64);
    }

    /// @notice Whether the version was withdrawn: not sold and not renewed.
    /// @param self The slot.
    function isWithdrawn(VersionWord self) internal pure returns (bool) {
        return VersionWord.unwrap(self) & WITHDRAWN != 0;
    }

    /// @notice The slot of the version once withdrawn.
    /// @param self The slot.
    function withdrawn(VersionWord self) internal pure returns (VersionWord) {
        return VersionWord.wrap(VersionWord.unwrap(self) | WITHDRAWN);
    }

    /// @notice Number of entries in the table that this version introduced; 0 when it inherits one.
    /// @param self The slot.
    function payees(VersionWord self) internal pure returns (uint256) {
        return uint8(VersionWord.unwrap(self) >> 104);
    }

    /// @notice The originators' part of the table, in basis points.
    /// @param self The slot.
    function ownShare(VersionWord self) internal pure returns (uint16) {
        return uint16(VersionWord.unwrap(self) >> 112);
    }
}

/// @notice Packs the fixed part of a version's slot; the first two entries are added with {withEntry}.
/// @param dataset The dataset that the version belongs to.
/// @param table The version that introduced the payee table.
/// @param publishedAt In Unix seconds.
/// @param payees Number of entries in the table; 0 when it is inherited.
/// @param ownShare The originators' part, in basis points.
function versionWord(
    DatasetId dataset,
    VersionId table,
    uint40 publishedAt,
    uint256 payees,
    uint256 ownShare
) pure returns (VersionWord) {
    return
        VersionWord.wrap(
            uint256(DatasetId.unwrap(dataset)) |
                (uint256(VersionId.unwrap(table)) << 32) |
                (uint256(uint32(publishedAt)) << 64) |
                (payees << 104) |
                (ownShare << 112)
        );
}

/// @notice Puts entry 0 or 1 into a version's slot.
/// @param word The slot.
/// @param index 0 or 1.
/// @param entry The entry.
function withEntry(VersionWord word, uint256 index, Entry entry) pure returns (VersionWord) {
    return VersionWord.wrap(VersionWord.unwrap(word) | (uint256(Entry.unwrap(entry)) << (128 + 64 * index)));
}
