// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title ISenderGate
/// @notice Keeps the chain's own list of senders in step with the members' keys. It decides nothing itself, so anyone may push it.
interface ISenderGate {
    /// @notice Emitted when a key may send transactions from now on.
    /// @param key The key.
    event SenderAllowed(address indexed key);

    /// @notice Emitted when a key may send transactions no more.
    /// @param key The key.
    event SenderRefused(address indexed key);

    /// @notice Emitted when a key that may send was given gas money.
    /// @param key The key.
    /// @param amount In wei.
    event GasMoneySent(address indexed key, uint256 amount);

    /// @notice Takes over into the chain's list what the ledger says of keys now, and gives those that may send gas money when they are short
    /// of it. Keys that have a say in the list itself are passed over. Anyone may call.
    /// @param keys Which keys; one that is in step already changes nothing.
    function mirror(address[] calldata keys) external;

    /// @notice Whether a key may send by what the ledger says now: a good key of an active member, or of one that may have to veto a
    /// recovery, or a key that holds an office of the consortium.
    /// @param key The key.
    /// @return Whether it may.
    function maySend(address key) external view returns (bool);
}
