// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { MemberId } from "../types/Ids.sol";

/// @title MemberAccount
/// @notice The keyless address that stands for a member as an owner of tokens: `bytes16(tag) ‖ uint32 id`.
/// @dev Nobody can find a key for it, short of a collision in the 128 fixed bits, so rotating keys never strands a token.
library MemberAccount {
    uint128 internal constant TAG = uint128(uint256(keccak256("genba.member.account")));

    /// @notice The account of a member.
    /// @param memberId The member.
    function addressOf(MemberId memberId) internal pure returns (address) {
        return address((uint160(TAG) << 32) | MemberId.unwrap(memberId));
    }

    /// @notice The member that an account stands for.
    /// @param account What {isAccount} says yes to.
    function memberOf(address account) internal pure returns (MemberId) {
        return MemberId.wrap(uint32(uint160(account)));
    }

    /// @notice Whether an address has the shape of a member's account.
    /// @param candidate The address.
    function isAccount(address candidate) internal pure returns (bool) {
        return uint160(candidate) >> 32 == TAG;
    }
}
