// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev What a key may do for its member. Bit `1 << role` of a key's 16-bit roles.
enum KeyRole {
    Admin,
    Publish,
    Sell,
    Buy,
    Gateway
}

/// @dev A member's standing. Expiry and freeze are times beside it, not states. Voided is for ever.
enum MemberStatus {
    None,
    Active,
    Suspended,
    Voided
}

/// @dev What an originator says of its place in a payee table. Its share accrues either way.
enum Origin {
    Named,
    Confirmed,
    Disclaimed
}

/// @dev What a grant permits. Bit `1 << right` of the 8-bit rights of terms.
enum Right {
    Read,
    Compute,
    Derive,
    Onward
}

/// @dev Why `allows` says yes or no.
enum Access {
    Allowed,
    GrantUnknown,
    NotTheHolder,
    HolderNotActive,
    NotStarted,
    Expired,
    VersionNotCovered,
    RightNotGranted,
    PurposeNotGranted,
    Frozen,
    UnitsUsedUp
}
