// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title ISettlementToken
/// @notice A demo local currency that only members hold: ERC-20 with permit and ERC-3009.
interface ISettlementToken {
    /// @notice Thrown when a token would have more than 18 decimals.
    error SettlementToken_TooManyDecimals(uint8 decimals);

    /// @notice Thrown when the sender's member is not active, or the sender is no member's.
    error SettlementToken_SenderNotActive(address from);

    /// @notice Thrown when the receiver was never a member's.
    error SettlementToken_ReceiverUnknown(address to);

    /// @notice Issues tokens. Only the issuer.
    /// @param to Who gets them.
    /// @param amount In base units.
    function mint(address to, uint256 amount) external;

    /// @notice Takes the issuer's own tokens out of circulation. Only the issuer.
    /// @param amount In base units.
    function burn(uint256 amount) external;
}
