// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAllowList } from "../interfaces/IAllowList.sol";

/// @title ListOfSenders
/// @notice Stands for the list that a real chain keeps in its protocol; nothing here is kept from sending by it.
contract ListOfSenders is IAllowList {
    uint256 private constant ENABLED = 1;
    uint256 private constant ADMIN = 2;
    uint256 private constant MANAGER = 3;

    /// @inheritdoc IAllowList
    mapping(address account => uint256) public readAllowList;

    /// @notice Thrown when the caller may not give an address that role.
    error ListOfSenders_MayNot(address caller, address account, uint256 role);

    constructor() {
        readAllowList[msg.sender] = ADMIN;
    }

    /// @notice Lets an address decide everything in the list.
    /// @param account The address.
    function setAdmin(address account) external {
        _set(account, ADMIN);
    }

    /// @notice Lets an address decide who sends.
    /// @param account The address.
    function setManager(address account) external {
        _set(account, MANAGER);
    }

    /// @inheritdoc IAllowList
    function setEnabled(address account) external {
        _set(account, ENABLED);
    }

    /// @inheritdoc IAllowList
    function setNone(address account) external {
        _set(account, 0);
    }

    /// @dev As the protocol has it: an admin sets everybody, a manager those who have no say.
    function _set(address account, uint256 role) private {
        uint256 own = readAllowList[msg.sender];
        bool asManager = own == MANAGER && readAllowList[account] <= ENABLED && role <= ENABLED;
        if (own != ADMIN && !asManager) revert ListOfSenders_MayNot(msg.sender, account, role);
        readAllowList[account] = role;
    }
}
