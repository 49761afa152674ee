// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { IFreezable } from "../interfaces/IFreezable.sol";

/// @title Freezable
/// @notice The limits of a freeze: 30 days at a time, twice per case and subject.
/// @dev The chain can't tell whether a case exists. Whoever holds the auditor role answers for its numbers, which everybody can read.
abstract contract Freezable is IFreezable {
    uint40 private constant LONGEST_FREEZE = 30 days;
    uint8 private constant MOST_PER_CASE = 2;
    uint256 private constant MAX_CASE_BYTES = 64;

    mapping(bytes32 caseHash => mapping(uint32 subject => uint8)) private _freezes;

    /// @inheritdoc IFreezable
    function freezesUnder(uint32 subject, string calldata caseNumber) external view returns (uint8) {
        return _freezes[keccak256(bytes(caseNumber))][subject];
    }

    /// @dev Counts a freeze. `frozenUntil` is the end of the one before; a new one never ends earlier while that is on.
    function _countFreeze(uint32 subject, string calldata caseNumber, uint40 until, uint40 frozenUntil) internal {
        _requireCase(caseNumber);
        bool tooLong = until > block.timestamp + LONGEST_FREEZE;
        if (until <= block.timestamp || until <= frozenUntil || tooLong) revert Freezable_BadEnd(until);
        mapping(uint32 subject => uint8) storage freezes = _freezes[keccak256(bytes(caseNumber))];
        if (freezes[subject] == MOST_PER_CASE) revert Freezable_CaseExhausted(caseNumber, subject);
        ++freezes[subject];
    }

    function _requireFrozen(uint32 subject, string calldata caseNumber, uint40 frozenUntil) internal view {
        _requireCase(caseNumber);
        if (frozenUntil <= block.timestamp) revert Freezable_NotFrozen(subject);
    }

    function _requireCase(string calldata caseNumber) private pure {
        uint256 length = bytes(caseNumber).length;
        if (length == 0 || length > MAX_CASE_BYTES) revert Freezable_BadCase(caseNumber);
    }
}
