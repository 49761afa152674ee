// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { LawTest } from "./support/LawTest.sol";

/// @notice Guards the laws against empty histories: what is interesting happens often enough, or this test fails.
contract LawsReachTest is LawTest {
    uint256 private constant HISTORIES = 16;
    uint256 private constant ACTS = 150;
    uint256 private constant LAWS = 14;

    string[] private _acts;
    uint256[] private _least;

    function test_historiesReachWhatIsInteresting() public {
        _expect("derive", 100);
        _expect("derive by grant", 150);
        _expect("layer over royalties", 40);
        _expect("gift", 8);
        _expect("inherit", 30);
        _expect("new table", 30);
        _expect("buy", 150);
        _expect("renew", 50);
        _expect("close", 3);
        _expect("distribute", 60);
        _expect("distribute royalties", 20);
        _expect("pay out", 60);
        _expect("pay out to the inactive", 8);
        _expect("pay fees", 8);
        _expect("change the fee", 6);
        _expect("donate", 6);
        _expect("rogue collects", 20);
        _expect("rogue refused", 20);
        _expect("rogue extends", 40);
        _expect("rogue issues", 5);
        _expect("admit", 6);
        _expect("add a key", 15);
        _expect("revoke a key", 3);
        _expect("suspend", 6);
        _expect("reinstate", 3);
        _expect("forbidden source", 40);
        _expect("forbidden by grant", 20);
        _expect("forbidden by onward", 2);
        _expect("royalties rise", 5);
        _expect("look back", 10);
        _expect("forbidden table", 30);
        _expect("forbidden rule", 20);
        _expect("forbidden omission", 6);
        _expect("forbidden lower", 6);
        _expect("forbidden gift", 20);
        _expect("malformed", 20);
        _expect("inactive refused", 6);
        _expect("key refused", 30);
        _expect("stranger refused", 12);
        uint256[] memory reached = new uint256[](_acts.length);
        for (uint256 i; i < HISTORIES; ++i) {
            uint256[] memory counts = _countOneHistory(i);
            for (uint256 j; j < counts.length; ++j) {
                reached[j] += counts[j];
            }
        }
        string memory rare;
        for (uint256 j; j < reached.length; ++j) {
            if (reached[j] < _least[j]) rare = string.concat(rare, " ", _acts[j], ";");
        }
        require(bytes(rare).length == 0, string.concat("too rare:", rare));
    }

    /// @dev One history on a fresh world; no law may be broken in it, and the world is as before afterwards.
    function _countOneHistory(uint256 seed) private returns (uint256[] memory counts) {
        uint256 start = VM.snapshotState();
        world.live(seed, ACTS);
        for (uint256 law = 1; law <= LAWS; ++law) {
            requireKept(law);
        }
        counts = new uint256[](_acts.length);
        for (uint256 j; j < counts.length; ++j) {
            counts[j] = world.count(_acts[j]);
        }
        require(VM.revertToState(start), "no way back");
    }

    function _expect(string memory act, uint256 least) private {
        _acts.push(act);
        _least.push(least);
    }
}
