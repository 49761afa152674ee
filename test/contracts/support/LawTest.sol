// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { Cheats } from "./Vm.sol";
import { World } from "./World.sol";

/// @notice A world of its own, whose acts the engine calls in random order.
abstract contract LawTest is Cheats {
    /// @dev What the engine reads: of a contract, only these functions.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint32 private constant MOST_NEW = 8;
    /// @dev How many of the choices are several acts in one go, so that histories grow deep.
    uint256 private constant DEEP = 8;

    World internal world;

    function setUp() public {
        world = new World();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(world);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[31] memory acts = [
            world.actRegister.selector,
            world.actInherit.selector,
            world.actRetable.selector,
            world.actDerive.selector,
            world.actLayer.selector,
            world.actSell.selector,
            world.actClose.selector,
            world.actBuy.selector,
            world.actRenew.selector,
            world.actBuyAndDerive.selector,
            world.actDistribute.selector,
            world.actPayOut.selector,
            world.actPayFees.selector,
            world.actFee.selector,
            world.actDonate.selector,
            world.actRogue.selector,
            world.actAdmit.selector,
            world.actKeys.selector,
            world.actSuspend.selector,
            world.actReinstate.selector,
            world.actWarp.selector,
            world.actForbiddenSource.selector,
            world.actForbiddenTable.selector,
            world.actInactive.selector,
            world.actStranger.selector,
            world.actSecondKey.selector,
            world.actNarrow.selector,
            world.actRise.selector,
            world.actLate.selector,
            world.actMalformed.selector,
            world.actForbiddenRule.selector
        ];
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(world), new bytes4[](acts.length + DEEP));
        for (uint256 i; i < acts.length + DEEP; ++i) {
            targets[0].selectors[i] = i < acts.length ? acts[i] : world.actSeveral.selector;
        }
    }

    /// @dev Fails with what an act saw when it saw a law broken.
    function requireKept(uint256 law) internal view {
        string memory what = world.breach(law);
        require(bytes(what).length == 0, what);
    }

    /// @dev The first version that the last call may have published: a published one never changes (law 5).
    function firstNew() internal view returns (uint32) {
        uint32 count = world.versionCount();
        return count > MOST_NEW ? count - MOST_NEW + 1 : 1;
    }
}
