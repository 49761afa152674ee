// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @notice The cheatcodes that these tests use. Hardhat's engine answers them.
interface Vm {
    /// @notice Makes the next call come from `sender`.
    function prank(address sender) external;
    /// @notice Sets the block's time, in Unix seconds.
    function warp(uint256 timestamp) external;
    /// @notice Keeps the state of the chain; returns its number.
    function snapshotState() external returns (uint256 snapshotId);
    /// @notice Goes back to a kept state.
    function revertToState(uint256 snapshotId) external returns (bool success);
    /// @notice The creation code of a compiled contract.
    function getCode(string calldata artifact) external view returns (bytes memory creationCode);
    /// @notice The number of contracts that an address has created, plus one.
    function getNonce(address account) external view returns (uint64 nonce);
    /// @notice The address of the contract that `deployer` creates at `nonce`.
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    /// @notice The address of a private key.
    function addr(uint256 privateKey) external pure returns (address);
    /// @notice Signs a digest with a private key.
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
}

/// @notice What every contract of a test inherits: the cheatcodes, and a number in a range.
abstract contract Cheats {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev Maps a random number into `[low, high]`.
    function within(uint256 random, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + (random % (high - low + 1));
    }

    /// @dev The n-th number that follows from a seed.
    function draw(uint256 seed, uint256 n) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, n)));
    }
}
