// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice The laws of docs/invariants.md in one campaign, so that a long run checks each history by all of them.
contract LawsTogetherTest is LawTest {
    uint256 private constant QUESTIONS = 8;
    uint256 private constant LAWS = 14;

    /// @notice Laws 1 to 6 and 8 to 13, after each act: what an act saw broken, and what the books say.
    function invariant_together() public view {
        for (uint256 law = 1; law <= LAWS; ++law) {
            requireKept(law);
        }
        world.requireSolvent();
        world.requireConserved();
        world.requireNotPaidTwice();
        world.requireSurplusKnown();
        for (uint32 i = firstNew(); i <= world.versionCount(); ++i) {
            world.requireWhole(i);
            world.requireUnchanged(i);
            world.requireDescending(i);
            world.requireJustified(i);
            world.requireRoyaltiesArrive(i);
        }
    }

    /// @notice At the end of a history: questions of entitlement, the inactive, and each version by the whole graph.
    function afterInvariant() public view {
        uint256 seed = uint256(world.digest()) ^ block.timestamp;
        for (uint256 i; i < QUESTIONS; ++i) {
            world.requireEntitledIffBought(draw(seed, i));
        }
        world.requireInactiveRefused();
        for (uint32 i = 1; i <= world.versionCount(); ++i) {
            world.requireUnchanged(i);
            world.requireRoyaltiesArrive(i);
        }
    }
}
