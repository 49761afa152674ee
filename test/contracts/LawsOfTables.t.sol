// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Laws 4, 5 and 6 of docs/invariants.md.
contract LawsOfTablesTest is LawTest {
    /// @notice Law 4: a table is whole, and somebody originated it.
    function invariant_tablesAreWhole() public view {
        requireKept(4);
        for (uint32 i = firstNew(); i <= world.versionCount(); ++i) {
            world.requireWhole(i);
        }
    }

    /// @notice Law 5: what is published, and money that came in before, never changes.
    function invariant_neverRetroactive() public view {
        requireKept(5);
        for (uint32 i = 1; i <= world.versionCount(); ++i) {
            world.requireUnchanged(i);
        }
    }

    /// @notice Law 6: ids descend along sources and royalties.
    function invariant_idsDescend() public view {
        requireKept(6);
        for (uint32 i = firstNew(); i <= world.versionCount(); ++i) {
            world.requireDescending(i);
        }
    }
}
