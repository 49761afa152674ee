// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title IERC5646
/// @notice ERC-5646: a hash of a token's state, so that a receiver gets what it saw.
interface IERC5646 {
    /// @notice The hash of all that can change about a token.
    /// @param tokenId The token.
    function getStateFingerprint(uint256 tokenId) external view returns (bytes32);
}
