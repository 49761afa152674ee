// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev Every id counts from 1; 0 means "none". A value type per id keeps a grant from being passed where a version is meant.
type MemberId is uint32;
type DatasetId is uint32;
type VersionId is uint32;
type TermsId is uint32;
type OfferId is uint32;
type GrantId is uint32;

using { sameMember as ==, otherMember as != } for MemberId global;
using { sameDataset as ==, otherDataset as != } for DatasetId global;
using { sameVersion as ==, otherVersion as !=, earlierVersion as < } for VersionId global;
using { sameOffer as == } for OfferId global;

function sameMember(MemberId a, MemberId b) pure returns (bool) {
    return MemberId.unwrap(a) == MemberId.unwrap(b);
}

function otherMember(MemberId a, MemberId b) pure returns (bool) {
    return MemberId.unwrap(a) != MemberId.unwrap(b);
}

function sameDataset(DatasetId a, DatasetId b) pure returns (bool) {
    return DatasetId.unwrap(a) == DatasetId.unwrap(b);
}

function otherDataset(DatasetId a, DatasetId b) pure returns (bool) {
    return DatasetId.unwrap(a) != DatasetId.unwrap(b);
}

function sameVersion(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) == VersionId.unwrap(b);
}

function otherVersion(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) != VersionId.unwrap(b);
}

function earlierVersion(VersionId a, VersionId b) pure returns (bool) {
    return VersionId.unwrap(a) < VersionId.unwrap(b);
}

function sameOffer(OfferId a, OfferId b) pure returns (bool) {
    return OfferId.unwrap(a) == OfferId.unwrap(b);
}
