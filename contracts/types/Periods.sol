// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev Longest period for which terms that follow updates are sold, in seconds: nobody is bound to unknown versions for longer.
uint32 constant LONGEST_FOLLOWING_PERIOD = 92 days;
