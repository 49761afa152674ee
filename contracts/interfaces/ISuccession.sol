// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title ISuccession
/// @notice How a contract is followed by a newer one: closed to new entries for ever, open for everything else.
interface ISuccession {
    /// @notice Emitted when the contract is closed to new entries.
    /// @param successor Where new entries are made from now on.
    event SuccessorNamed(address indexed successor);

    /// @notice Thrown when the contract is closed to new entries.
    error Succession_Closed(address successor);

    /// @notice Thrown when a successor is no contract, or is named a second time.
    error Succession_Unusable(address successor);

    /// @notice Closes the contract to new entries, for ever. Only the consortium's admin.
    /// @param next The contract in which new entries are made from now on.
    function nameSuccessor(address next) external;

    /// @notice Where new entries are made; 0 while the contract is open.
    function successor() external view returns (address);
}
