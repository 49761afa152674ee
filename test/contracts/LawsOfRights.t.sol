// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Laws 9, 10, 11 and 13 of docs/invariants.md.
contract LawsOfRightsTest is LawTest {
    uint256 private constant QUESTIONS = 24;

    /// @notice Law 9: nobody names a source without a right that covers it.
    function invariant_noSourceWithoutARight() public view {
        requireKept(9);
        for (uint32 i = firstNew(); i <= world.versionCount(); ++i) {
            world.requireJustified(i);
        }
    }

    /// @notice Law 10: a member may use what it bought, and nothing else.
    function invariant_entitledIffBought() public view {
        requireKept(10);
        uint256 seed = uint256(world.digest()) ^ block.timestamp;
        for (uint256 i; i < QUESTIONS; ++i) {
            world.requireEntitledIffBought(draw(seed, i));
        }
    }

    /// @notice Law 11: a suspension bites at once, and never on receipts.
    function invariant_suspensionNeverBitesReceipts() public view {
        requireKept(11);
        world.requireInactiveRefused();
    }

    /// @notice Law 13: a key acts only within its roles, until its end, and for its member.
    function invariant_keysActWithinTheirRoles() public view {
        requireKept(13);
    }
}
