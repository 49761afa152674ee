// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @title IFreezable
/// @notice What every freeze has in common: a case number, and an end. A freeze delays, and moves nothing.
interface IFreezable {
    /// @notice Thrown when a case number is empty or longer than 64 bytes.
    error Freezable_BadCase(string caseNumber);

    /// @notice Thrown when a freeze would end in the past, before the one that is on, or more than 30 days from now.
    error Freezable_BadEnd(uint40 until);

    /// @notice Thrown when a case has frozen the same subject twice already.
    error Freezable_CaseExhausted(string caseNumber, uint32 subject);

    /// @notice Thrown when a freeze is lifted that is not on.
    error Freezable_NotFrozen(uint32 subject);

    /// @notice How often a case has frozen a subject; at most twice.
    /// @param subject The member, dataset or grant, by the contract that is asked.
    /// @param caseNumber The case.
    function freezesUnder(uint32 subject, string calldata caseNumber) external view returns (uint8);
}
