// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAllowList } from "../interfaces/IAllowList.sol";

/// @title ListOfSenders
/// @notice Stands for the list that a real chain keeps in its protocol; nothing here is kept from sending by it.
contract ListOfSenders is IAllowList {
    uint256 private constant ENABLED = 1;
    uint256 private constant MANAGER = 3;

    /// @inheritdoc IAllowList
    mapping(address account => uint256) public readAllowList;

    /// @notice Thrown when the caller has no say in the list.
    error ListOfSenders_NotManager(address caller);

    constructor() {
        readAllowList[msg.sender] = MANAGER;
    }

    /// @notice Gives an address a say in the list.
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

    function _set(address account, uint256 role) private {
        if (readAllowList[msg.sender] != MANAGER) revert ListOfSenders_NotManager(msg.sender);
        readAllowList[account] = role;
    }
}
