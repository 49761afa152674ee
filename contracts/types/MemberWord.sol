// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { MemberStatus } from "./Enums.sol";
import { MemberId } from "./Ids.sol";

/// @dev A member's storage slot, from low to high:
/// status 8 · validUntil 40 · frozenUntil 40 · notary 32 · admittedAt 40 · keysSince 40.
type MemberWord is uint256;

using MemberFields for MemberWord global;

/// @title MemberFields
/// @notice Reads the fields of a member's slot, and makes the slot with one of them changed.
library MemberFields {
    uint256 private constant VALID_UNTIL = 8;
    uint256 private constant FROZEN_UNTIL = 48;
    uint256 private constant NOTARY = 88;
    uint256 private constant ADMITTED_AT = 120;
    uint256 private constant KEYS_SINCE = 160;

    /// @notice Until when the member may act if nothing changes.
    /// @param self The slot.
    /// @return until In Unix seconds; 0 when it may not act now.
    function activeUntil(MemberWord self) internal view returns (uint40 until) {
        until = self.validUntil();
        bool isActive = self.status() == MemberStatus.Active && until > block.timestamp && self.frozenUntil() <= block.timestamp;
        if (!isActive) until = 0;
    }

    /// @notice Active, suspended or voided; none when the member does not exist.
    /// @param self The slot.
    function status(MemberWord self) internal pure returns (MemberStatus) {
        return MemberStatus(uint8(MemberWord.unwrap(self)));
    }

    /// @notice End of the admission (exclusive), in Unix seconds.
    /// @param self The slot.
    function validUntil(MemberWord self) internal pure returns (uint40) {
        return uint40(MemberWord.unwrap(self) >> VALID_UNTIL);
    }

    /// @notice End of a freeze (exclusive), in Unix seconds; 0 when there was none.
    /// @param self The slot.
    function frozenUntil(MemberWord self) internal pure returns (uint40) {
        return uint40(MemberWord.unwrap(self) >> FROZEN_UNTIL);
    }

    /// @notice The member whose key admitted it; 0 when that key is no member's.
    /// @param self The slot.
    function notary(MemberWord self) internal pure returns (MemberId) {
        return MemberId.wrap(uint32(MemberWord.unwrap(self) >> NOTARY));
    }

    /// @notice When it was admitted, in Unix seconds.
    /// @param self The slot.
    function admittedAt(MemberWord self) internal pure returns (uint40) {
        return uint40(MemberWord.unwrap(self) >> ADMITTED_AT);
    }

    /// @notice When its keys were last replaced, in Unix seconds; 0 when they never were.
    /// @param self The slot.
    function keysSince(MemberWord self) internal pure returns (uint40) {
        return uint40(MemberWord.unwrap(self) >> KEYS_SINCE);
    }

    /// @notice The slot with another status.
    /// @param self The slot.
    /// @param value The status.
    function withStatus(MemberWord self, MemberStatus value) internal pure returns (MemberWord) {
        return _with(self, 0, type(uint8).max, uint8(value));
    }

    /// @notice The slot with another end of the admission.
    /// @param self The slot.
    /// @param value In Unix seconds.
    function withValidUntil(MemberWord self, uint40 value) internal pure returns (MemberWord) {
        return _with(self, VALID_UNTIL, type(uint40).max, value);
    }

    /// @notice The slot with another end of a freeze.
    /// @param self The slot.
    /// @param value In Unix seconds.
    function withFrozenUntil(MemberWord self, uint40 value) internal pure returns (MemberWord) {
        return _with(self, FROZEN_UNTIL, type(uint40).max, value);
    }

    /// @notice The slot of a member whose keys are replaced.
    /// @param self The slot.
    /// @param value In Unix seconds.
    function withKeysSince(MemberWord self, uint40 value) internal pure returns (MemberWord) {
        return _with(self, KEYS_SINCE, type(uint40).max, value);
    }

    function _with(MemberWord self, uint256 place, uint256 mask, uint256 value) private pure returns (MemberWord) {
        return MemberWord.wrap((MemberWord.unwrap(self) & ~(mask << place)) | (value << place));
    }
}

/// @notice Packs a new member's slot: active, never frozen, with its first keys.
/// @param validUntil End of the admission (exclusive), in Unix seconds.
/// @param notary The member whose key admits it; 0 when that key is no member's.
/// @param admittedAt In Unix seconds.
function memberWord(uint40 validUntil, MemberId notary, uint40 admittedAt) pure returns (MemberWord) {
    return
        MemberWord.wrap(
            uint256(uint8(MemberStatus.Active)) |
                (uint256(validUntil) << 8) |
                (uint256(MemberId.unwrap(notary)) << 88) |
                (uint256(admittedAt) << 120)
        );
}
