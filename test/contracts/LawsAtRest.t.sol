// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Laws 7 and 14 of docs/invariants.md, after whole histories.
contract LawsAtRestTest is LawTest {
    uint256 private constant ACTS = 120;
    uint256 private constant ORDERS = 4;

    /// @notice Law 7: once nothing is due, the order of distribution made no difference.
    /// hardhat-config: fuzz.runs = 24
    function testFuzz_orderMakesNoDifference(uint256 seed) public {
        world.live(seed, ACTS);
        uint256 start = VM.snapshotState();
        bytes32 straight = world.settleInOnePass();
        for (uint256 i; i < ORDERS; ++i) {
            require(VM.revertToState(start), "no way back");
            require(world.settleInAnyOrder(draw(seed, i)) == straight, "the order of distribution changed a credit");
        }
    }

    /// @notice Law 14: at rest each dataset that a version comes from has got its royalty of a sale, to the unit.
    /// hardhat-config: fuzz.runs = 24
    function testFuzz_royaltiesArriveAsMoney(uint256 seed, uint64 amount) public {
        world.live(seed, ACTS);
        uint32 count = world.versionCount();
        for (uint32 i = count > 8 ? count - 8 : 1; i <= count; ++i) {
            world.requireMoneyArrives(i, amount);
        }
    }
}
