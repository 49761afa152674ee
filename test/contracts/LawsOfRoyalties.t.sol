// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Law 8 of docs/invariants.md.
contract LawsOfRoyaltiesTest is LawTest {
    /// @notice Law 8: royalties arrive in full, whatever lies between.
    function invariant_royaltiesArriveInFull() public view {
        requireKept(8);
        for (uint32 i = firstNew(); i <= world.versionCount(); ++i) {
            world.requireRoyaltiesArrive(i);
        }
    }

    /// @dev At the end of a history: every version, by the whole graph.
    function afterInvariant() public view {
        for (uint32 i = 1; i <= world.versionCount(); ++i) {
            world.requireRoyaltiesArrive(i);
        }
    }
}
