// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title IERC5192
/// @notice ERC-5192, minimal soulbound tokens. Interface id 0xb45a3c0e.
interface IERC5192 {
    /// @notice Emitted when a token is locked to its owner.
    /// @param tokenId The token.
    event Locked(uint256 tokenId);

    /// @notice Emitted when a token is unlocked. Never, here.
    /// @param tokenId The token.
    event Unlocked(uint256 tokenId);

    /// @notice Whether a token is locked to its owner.
    /// @param tokenId The token.
    function locked(uint256 tokenId) external view returns (bool);
}
