// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ISuccession } from "../interfaces/ISuccession.sol";

/// @title Succession
/// @notice See {ISuccession}.
/// @dev Inherited last, so that the address shares a slot with the counters of its heir.
abstract contract Succession is AccessManaged, ISuccession {
    /// @inheritdoc ISuccession
    address public successor;

    /// @inheritdoc ISuccession
    function nameSuccessor(address next) external restricted {
        if (next.code.length == 0 || next == address(this) || successor != address(0)) revert Succession_Unusable(next);
        successor = next;
        emit SuccessorNamed(next);
    }

    function _requireOpen() internal view {
        if (successor != address(0)) revert Succession_Closed(successor);
    }
}
