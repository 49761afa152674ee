// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IMemberRegistry } from "../interfaces/IMemberRegistry.sol";

/// @title CanonicalText
/// @notice Keeps one spelling per register number, so that one entry can't be admitted twice.
library CanonicalText {
    /// @notice Requires 1 to `maximum` bytes.
    /// @param value The text.
    /// @param maximum In bytes.
    function requireLength(string calldata value, uint256 maximum) internal pure {
        uint256 length = bytes(value).length;
        if (length == 0 || length > maximum) revert IMemberRegistry.MemberRegistry_BadLength(value, maximum);
    }

    /// @notice Requires 1 to `maximum` bytes out of `A-Z 0-9 . - _`.
    /// @param value The text.
    /// @param maximum In bytes.
    function requireCode(string calldata value, uint256 maximum) internal pure {
        requireLength(value, maximum);
        bytes calldata text = bytes(value);
        for (uint256 i; i < text.length; ++i) {
            bytes1 c = text[i];
            bool fine = (c >= "A" && c <= "Z") || (c >= "0" && c <= "9") || c == "." || c == "-" || c == "_";
            if (!fine) revert IMemberRegistry.MemberRegistry_BadCharacter(value, i);
        }
    }
}
