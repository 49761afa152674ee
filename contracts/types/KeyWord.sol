// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { MemberId } from "./Ids.sol";

/// @dev A key's storage slot, from low to high: member 32 · roles 16 · boundAt 40 · revokedAt 40.
type KeyWord is uint256;

using KeyFields for KeyWord global;

/// @title KeyFields
/// @notice Reads the fields of a key's slot, and makes the slot with one of them changed.
library KeyFields {
    uint256 private constant ROLES = 32;
    uint256 private constant BOUND_AT = 48;
    uint256 private constant REVOKED_AT = 88;

    /// @notice The member that the key acts for; 0 when it is no key.
    /// @param self The slot.
    function memberId(KeyWord self) internal pure returns (MemberId) {
        return MemberId.wrap(uint32(KeyWord.unwrap(self)));
    }

    /// @notice Bit `1 << KeyRole`.
    /// @param self The slot.
    function roles(KeyWord self) internal pure returns (uint16) {
        return uint16(KeyWord.unwrap(self) >> ROLES);
    }

    /// @notice When it was bound, in Unix seconds.
    /// @param self The slot.
    function boundAt(KeyWord self) internal pure returns (uint40) {
        return uint40(KeyWord.unwrap(self) >> BOUND_AT);
    }

    /// @notice When it was revoked by itself, in Unix seconds; 0 when it was not.
    /// @param self The slot.
    function revokedAt(KeyWord self) internal pure returns (uint40) {
        return uint40(KeyWord.unwrap(self) >> REVOKED_AT);
    }

    /// @notice The slot with other roles.
    /// @param self The slot.
    /// @param value Bit `1 << KeyRole`.
    function withRoles(KeyWord self, uint16 value) internal pure returns (KeyWord) {
        return KeyWord.wrap((KeyWord.unwrap(self) & ~(uint256(type(uint16).max) << ROLES)) | (uint256(value) << ROLES));
    }

    /// @notice The slot of the key once revoked.
    /// @param self The slot of a key that was not.
    /// @param time In Unix seconds.
    function revoked(KeyWord self, uint40 time) internal pure returns (KeyWord) {
        return KeyWord.wrap(KeyWord.unwrap(self) | (uint256(time) << REVOKED_AT));
    }
}

/// @notice Packs a new key's slot.
/// @param memberId The member that it acts for.
/// @param roles Bit `1 << KeyRole`.
/// @param boundAt In Unix seconds.
function keyWord(MemberId memberId, uint16 roles, uint40 boundAt) pure returns (KeyWord) {
    return KeyWord.wrap(uint256(MemberId.unwrap(memberId)) | (uint256(roles) << 32) | (uint256(boundAt) << 48));
}
