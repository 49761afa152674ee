// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev One line of a payee table, 64 bits from high to low: id 32 · royalty 1 · share 15 · onward 1 · free 15.
/// `id` is a member id for an originator and a table id (the version that introduced a table) for a royalty; `share` is in basis points.
type Entry is uint64;

using EntryFields for Entry global;

/// @title EntryFields
/// @notice Reads the fields of an entry.
library EntryFields {
    /// @notice The member (originator) or the table (royalty) that is paid.
    /// @param self The entry.
    function id(Entry self) internal pure returns (uint32) {
        return uint32(Entry.unwrap(self) >> 32);
    }

    /// @notice Whether the payee is another dataset's table.
    /// @param self The entry.
    function isRoyalty(Entry self) internal pure returns (bool) {
        return (Entry.unwrap(self) >> 31) & 1 != 0;
    }

    /// @notice The payee's part of sales, in basis points.
    /// @param self The entry.
    function share(Entry self) internal pure returns (uint16) {
        return uint16(Entry.unwrap(self) >> 16) & 0x7fff;
    }

    /// @notice Whether the royalty's dataset lets others derive from derivatives.
    /// @param self The entry.
    function isOnward(Entry self) internal pure returns (bool) {
        return (Entry.unwrap(self) >> 15) & 1 != 0;
    }

    /// @notice Whether bits are set that mean nothing: the 15 free ones, or onward on an originator.
    /// @param self The entry.
    function isMalformed(Entry self) internal pure returns (bool) {
        return Entry.unwrap(self) & 0x7fff != 0 || (self.isOnward() && !self.isRoyalty());
    }

    /// @notice Rank in a table: originators before royalties, each by id.
    /// @param self The entry.
    function order(Entry self) internal pure returns (uint256) {
        return (uint256((Entry.unwrap(self) >> 31) & 1) << 32) | (Entry.unwrap(self) >> 32);
    }
}

/// @notice Packs a royalty entry.
/// @param table The table that is paid.
/// @param share In basis points.
/// @param onward Whether others may derive from the derivative.
function royaltyEntry(uint32 table, uint16 share, bool onward) pure returns (Entry) {
    return Entry.wrap((uint64(table) << 32) | (1 << 31) | (uint64(share) << 16) | (onward ? 1 << 15 : 0));
}
