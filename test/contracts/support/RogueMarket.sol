// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @notice A registered market that calls whatever it is told to: the worst that a market can be.
contract RogueMarket {
    /// @notice Calls `target` as this market.
    function attempt(address target, bytes calldata data) external returns (bool success, bytes memory result) {
        return target.call(data);
    }
}
