// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IAccessManager } from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import { IAllowList } from "./interfaces/IAllowList.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { ISenderGate } from "./interfaces/ISenderGate.sol";
import { MemberId } from "./types/Ids.sol";

/// @title SenderGate
/// @notice See {ISenderGate}.
/// @dev Assumptions: it manages the chain's list, which nobody but the consortium's admin may change beside it; gas is so cheap that the gate
/// never runs dry. What it holds is gas money and nothing else.
contract SenderGate is ISenderGate {
    uint256 private constant ENABLED = 1;
    /// @dev In wei: at 10 wei per gas enough for half a million purchases, and too little to outbid everybody for long.
    uint256 private constant GAS_MONEY = 1e12;
    uint256 private constant LEAST_GAS_MONEY = GAS_MONEY / 2;
    /// @dev Enough to take money in, and for nothing else.
    uint256 private constant RECEIVING_GAS = 2300;
    /// @dev The consortium's offices are roles 0 to this one.
    uint64 private constant LAST_OFFICE = 5;

    /// @notice Who holds the consortium's offices.
    IAccessManager public immutable MANAGER;
    /// @notice Whose keys may send.
    IMemberRegistry public immutable MEMBERS;
    /// @notice The chain's own list.
    IAllowList public immutable SENDERS;

    constructor(IAccessManager manager, IMemberRegistry members, IAllowList senders) payable {
        MANAGER = manager;
        MEMBERS = members;
        SENDERS = senders;
    }

    /// @notice Takes gas money in.
    receive() external payable {}

    /// @inheritdoc ISenderGate
    function mirror(address[] calldata keys) external {
        for (uint256 i = 0; i < keys.length; i++) {
            _mirror(keys[i]);
        }
    }

    /// @inheritdoc ISenderGate
    function maySend(address key) public view returns (bool) {
        IMemberRegistry.Key memory bound = MEMBERS.keyOf(key);
        if (MemberId.unwrap(bound.memberId) != 0 && bound.revokedAt == 0) {
            if (MEMBERS.activeUntil(bound.memberId) != 0) return true;
            // Whoever may veto a recovery is heard, whatever the member's standing.
            // The proposed key is not asked for.
            // slither-disable-next-line unused-return
            (, uint40 from) = MEMBERS.recoveryOf(bound.memberId);
            if (from != 0) return true;
        }
        return _holdsOffice(key);
    }

    function _mirror(address key) private {
        uint256 role = SENDERS.readAllowList(key);
        if (role > ENABLED) return;
        bool may = maySend(key);
        if (may && role != ENABLED) {
            SENDERS.setEnabled(key);
            emit SenderAllowed(key);
        } else if (!may && role == ENABLED) {
            SENDERS.setNone(key);
            emit SenderRefused(key);
        }
        if (may && key.balance < LEAST_GAS_MONEY) _send(key, GAS_MONEY - key.balance);
    }

    /// @dev A key that takes no money, and an empty gate, keep nobody else waiting.
    function _send(address key, uint256 amount) private {
        if (address(this).balance < amount) return;
        // Whoever may send gets gas money, which is worth nothing; nobody else does.
        // slither-disable-next-line arbitrary-send-eth
        (bool sent, ) = key.call{ value: amount, gas: RECEIVING_GAS }("");
        if (sent) emit GasMoneySent(key, amount);
    }

    function _holdsOffice(address key) private view returns (bool) {
        for (uint64 office = 0; office <= LAST_OFFICE; office++) {
            // The delay of its acts is not asked for.
            // slither-disable-next-line unused-return
            (bool holds, ) = MANAGER.hasRole(office, key);
            if (holds) return true;
        }
        return false;
    }
}
