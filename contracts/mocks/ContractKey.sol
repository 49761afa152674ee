// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title ContractKey
/// @notice A member's key that is a contract (ERC-1271): what its signer signs is signed by it. For tests.
contract ContractKey is IERC1271 {
    address private immutable _SIGNER;

    constructor(address signer) {
        _SIGNER = signer;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address recovered, , ) = ECDSA.tryRecoverCalldata(hash, signature);
        return recovered == _SIGNER ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
