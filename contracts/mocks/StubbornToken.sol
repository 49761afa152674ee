// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title StubbornToken
/// @notice An ERC-20 that refuses some receivers, by a revert or by answering `false`. For tests.
contract StubbornToken is ERC20 {
    /// @notice How a receiver is refused.
    enum Refusal {
        None,
        Revert,
        ReturnFalse
    }

    mapping(address receiver => Refusal) private _refusals;

    /// @notice Thrown when a receiver is refused by a revert.
    error StubbornToken_Refused(address to);

    constructor() ERC20("Stubborn", "STUB") {}

    /// @notice Issues tokens to anybody.
    /// @param to Who gets them.
    /// @param amount In base units.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Sets how a receiver is refused from now on.
    /// @param to The receiver.
    /// @param refusal How.
    function refuse(address to, Refusal refusal) external {
        _refusals[to] = refusal;
    }

    /// @inheritdoc ERC20
    function transfer(address to, uint256 amount) public override returns (bool) {
        if (_refusals[to] == Refusal.Revert) revert StubbornToken_Refused(to);
        return _refusals[to] == Refusal.None && super.transfer(to, amount);
    }
}
