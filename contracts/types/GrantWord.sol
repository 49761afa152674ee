// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { MemberId, OfferId, TermsId, VersionId } from "./Ids.sol";

/// @dev A grant's storage slot, 256 bits from low to high:
/// member 32 · terms 32 · offer 32 · version 32 · units 24 · used 24 · start 32 · end 32 · frozen once 8 · market 8.
type GrantWord is uint256;

using GrantFields for GrantWord global;

/// @title GrantFields
/// @notice Reads the fields of a grant's slot, and makes the slot with one of them changed.
library GrantFields {
    uint256 private constant UNITS = 128;
    uint256 private constant USED = 152;
    uint256 private constant START = 176;
    uint256 private constant END = 208;
    uint256 private constant FROZEN_ONCE = 1 << 240;
    uint256 private constant MARKET = 248;

    /// @notice The holder; 0 when the grant does not exist.
    /// @param self The slot.
    function memberId(GrantWord self) internal pure returns (MemberId) {
        return MemberId.wrap(uint32(GrantWord.unwrap(self)));
    }

    /// @notice The terms.
    /// @param self The slot.
    function termsId(GrantWord self) internal pure returns (TermsId) {
        return TermsId.wrap(uint32(GrantWord.unwrap(self) >> 32));
    }

    /// @notice The market's offer under which it was bought, and is renewed.
    /// @param self The slot.
    function offerId(GrantWord self) internal pure returns (OfferId) {
        return OfferId.wrap(uint32(GrantWord.unwrap(self) >> 64));
    }

    /// @notice The version with which it starts.
    /// @param self The slot.
    function versionId(GrantWord self) internal pure returns (VersionId) {
        return VersionId.wrap(uint32(GrantWord.unwrap(self) >> 96));
    }

    /// @notice Uses that are paid for; 0 when they are not counted.
    /// @param self The slot.
    function units(GrantWord self) internal pure returns (uint24) {
        return uint24(GrantWord.unwrap(self) >> UNITS);
    }

    /// @notice Uses that are signed for.
    /// @param self The slot.
    function used(GrantWord self) internal pure returns (uint24) {
        return uint24(GrantWord.unwrap(self) >> USED);
    }

    /// @notice First second, in Unix seconds.
    /// @param self The slot.
    function start(GrantWord self) internal pure returns (uint32) {
        return uint32(GrantWord.unwrap(self) >> START);
    }

    /// @notice End (exclusive), in Unix seconds; `type(uint32).max` without end.
    /// @param self The slot.
    function end(GrantWord self) internal pure returns (uint32) {
        return uint32(GrantWord.unwrap(self) >> END);
    }

    /// @notice Whether it was ever frozen: only then the end of its freeze is to be read.
    /// @param self The slot.
    function isFrozenOnce(GrantWord self) internal pure returns (bool) {
        return GrantWord.unwrap(self) & FROZEN_ONCE != 0;
    }

    /// @notice Number of the market that issued it.
    /// @param self The slot.
    function market(GrantWord self) internal pure returns (uint8) {
        return uint8(GrantWord.unwrap(self) >> MARKET);
    }

    /// @notice The slot with other units.
    /// @param self The slot.
    /// @param value Uses that are paid for.
    function withUnits(GrantWord self, uint24 value) internal pure returns (GrantWord) {
        return _with(self, UNITS, type(uint24).max, value);
    }

    /// @notice The slot with other used units.
    /// @param self The slot.
    /// @param value Uses that are signed for.
    function withUsed(GrantWord self, uint24 value) internal pure returns (GrantWord) {
        return _with(self, USED, type(uint24).max, value);
    }

    /// @notice The slot with another end.
    /// @param self The slot.
    /// @param value In Unix seconds.
    function withEnd(GrantWord self, uint32 value) internal pure returns (GrantWord) {
        return _with(self, END, type(uint32).max, value);
    }

    /// @notice The slot of the grant once frozen.
    /// @param self The slot.
    function frozenOnce(GrantWord self) internal pure returns (GrantWord) {
        return GrantWord.wrap(GrantWord.unwrap(self) | FROZEN_ONCE);
    }

    function _with(GrantWord self, uint256 place, uint256 mask, uint256 value) private pure returns (GrantWord) {
        return GrantWord.wrap((GrantWord.unwrap(self) & ~(mask << place)) | (value << place));
    }
}

/// @notice Packs a new grant's slot: nothing used, never frozen.
/// @param memberId The holder.
/// @param termsId The terms.
/// @param offerId The market's offer.
/// @param versionId The version with which it starts.
/// @param units Uses that are paid for; 0 when they are not counted.
/// @param start First second, in Unix seconds.
/// @param end End (exclusive), in Unix seconds.
/// @param market The market's number.
function grantWord(
    MemberId memberId,
    TermsId termsId,
    OfferId offerId,
    VersionId versionId,
    uint24 units,
    uint32 start,
    uint32 end,
    uint8 market
) pure returns (GrantWord) {
    uint256 ids =
        uint256(MemberId.unwrap(memberId)) |
            (uint256(TermsId.unwrap(termsId)) << 32) |
            (uint256(OfferId.unwrap(offerId)) << 64) |
            (uint256(VersionId.unwrap(versionId)) << 96);
    return
        GrantWord.wrap(
            ids | (uint256(units) << 128) | (uint256(start) << 176) | (uint256(end) << 208) | (uint256(market) << 248)
        );
}
