// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title IAllowList
/// @notice A chain's own list of who may send transactions, as far as {ISenderGate} needs it. The chain keeps it in a precompile, or an
/// adapter of this shape speaks to whatever it has.
interface IAllowList {
    /// @notice Lets an address send. Only who manages the list.
    /// @param account The address.
    function setEnabled(address account) external;

    /// @notice Lets an address send no more. Only who manages the list.
    /// @param account The address.
    function setNone(address account) external;

    /// @notice An address's standing in the list.
    /// @param account The address.
    /// @return role 0: it sends nothing; 1: it sends; more: it has a say in the list itself.
    function readAllowList(address account) external view returns (uint256 role);
}
