// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { AccessManaged } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { ERC3009 } from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import { IMemberRegistry } from "./interfaces/IMemberRegistry.sol";
import { ISettlementToken } from "./interfaces/ISettlementToken.sol";

/// @title SettlementToken
/// @notice See {ISettlementToken}.
/// @dev Nobody but a holder moves or burns its tokens. A suspended member still receives, so that no credit is lost.
contract SettlementToken is ERC20, ERC20Permit, ERC3009, AccessManaged, ISettlementToken {
    uint8 private constant MOST_DECIMALS = 18;

    /// @notice Who may hold it.
    IMemberRegistry public immutable MEMBERS;
    uint8 private immutable _DECIMALS;

    constructor(
        address authority,
        IMemberRegistry members,
        string memory name,
        string memory symbol,
        uint8 decimals_
    ) ERC20(name, symbol) ERC20Permit(name) AccessManaged(authority) {
        if (decimals_ > MOST_DECIMALS) revert SettlementToken_TooManyDecimals(decimals_);
        MEMBERS = members;
        _DECIMALS = decimals_;
    }

    /// @inheritdoc ISettlementToken
    function mint(address to, uint256 amount) external restricted {
        _mint(to, amount);
    }

    /// @inheritdoc ISettlementToken
    function burn(uint256 amount) external restricted {
        _burn(msg.sender, amount);
    }

    /// @inheritdoc ERC20
    function decimals() public view override returns (uint8) {
        return _DECIMALS;
    }

    function _update(address from, address to, uint256 value) internal override {
        (bool fromMay, bool toMay) = MEMBERS.mayTransfer(from, to);
        if (from != address(0) && !fromMay) revert SettlementToken_SenderNotActive(from);
        if (to != address(0) && !toMay) revert SettlementToken_ReceiverUnknown(to);
        super._update(from, to, value);
    }
}
