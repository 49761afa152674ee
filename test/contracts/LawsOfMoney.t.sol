// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Laws 1, 2, 3 and 12 of docs/invariants.md.
contract LawsOfMoneyTest is LawTest {
    /// @notice Law 1: the ledger holds what it owes.
    function invariant_solvency() public view {
        requireKept(1);
        world.requireSolvent();
    }

    /// @notice Law 2: no unit is made or lost.
    function invariant_conservation() public view {
        world.requireConserved();
    }

    /// @notice Law 3: nobody is paid twice, or more than it earned.
    function invariant_noDoublePayment() public view {
        requireKept(3);
        world.requireNotPaidTwice();
    }

    /// @notice Law 12: no market spends what it did not bring.
    function invariant_noMarketSpendsOthersMoney() public view {
        requireKept(12);
        world.requireSurplusKnown();
    }
}
