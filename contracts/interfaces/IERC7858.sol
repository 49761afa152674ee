// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title IERC7858
/// @notice ERC-7858, expirable tokens. Interface id 0x3ebdfa31.
interface IERC7858 {
    /// @notice The clock that start and end are read on.
    enum EXPIRY_TYPE {
        BLOCKS_BASED,
        TIME_BASED
    }

    /// @notice Emitted when a token's start or end is set.
    /// @param tokenId The token.
    /// @param startTime First second, in Unix seconds.
    /// @param endTime End, in Unix seconds; 0 without end.
    event TokenExpiryUpdated(uint256 indexed tokenId, uint256 indexed startTime, uint256 indexed endTime);

    /// @notice The clock that start and end are read on.
    function expiryType() external view returns (EXPIRY_TYPE);

    /// @notice Whether a token's end has passed.
    /// @param tokenId The token.
    function isTokenExpired(uint256 tokenId) external view returns (bool);

    /// @notice A token's first second, in Unix seconds.
    /// @param tokenId The token.
    function startTime(uint256 tokenId) external view returns (uint256);

    /// @notice A token's end, in Unix seconds; 0 without end.
    /// @param tokenId The token.
    function endTime(uint256 tokenId) external view returns (uint256);
}
