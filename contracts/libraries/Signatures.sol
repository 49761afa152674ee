// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { SignatureChecker } from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures
/// @notice Whether a key has signed: by its private key, or, when it is a contract, by its own word (ERC-1271).
library Signatures {
    /// @notice Asks the key itself only when the signature is not by its private key: most keys are no contracts, and to look costs more.
    /// @param key Who should have signed.
    /// @param hash What was signed.
    /// @param signature The signature.
    function isBy(address key, bytes32 hash, bytes calldata signature) internal view returns (bool) {
        // The third value explains a problem; here any problem is a no.
        // slither-disable-next-line unused-return
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(hash, signature);
        bool recovered = problem == ECDSA.RecoverError.NoError && signer == key;
        return recovered || SignatureChecker.isValidERC1271SignatureNowCalldata(key, hash, signature);
    }
}
