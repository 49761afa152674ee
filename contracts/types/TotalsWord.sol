// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

/// @dev A pair of running totals in one slot: what came in (low 128 bits) and what of it went on (high 128 bits). Neither ever falls, so a
/// slot is never zeroed, and a payment's size changes nothing: amounts are differences of floors of totals.
type TotalsWord is uint256;

using TotalsFields for TotalsWord global;

/// @title TotalsFields
/// @notice Arithmetic of a pair of running totals. All amounts together fit 112 bits, so no sum of them leaves 128.
library TotalsFields {
    /// @notice What came in, in settlement-token base units.
    /// @param self The pair.
    function total(TotalsWord self) internal pure returns (uint128) {
        return uint128(TotalsWord.unwrap(self));
    }

    /// @notice What went on, in settlement-token base units.
    /// @param self The pair.
    function done(TotalsWord self) internal pure returns (uint128) {
        return uint128(TotalsWord.unwrap(self) >> 128);
    }

    /// @notice Whether all that came in went on.
    /// @param self The pair.
    function isSettled(TotalsWord self) internal pure returns (bool) {
        return self.total() == self.done();
    }

    /// @notice The pair with more come in.
    /// @param self The pair.
    /// @param amount At most what the ledger tracks.
    function plus(TotalsWord self, uint256 amount) internal pure returns (TotalsWord) {
        // Below 2^112 in all: the low half can't run over into the high half.
        unchecked {
            return TotalsWord.wrap(TotalsWord.unwrap(self) + amount);
        }
    }

    /// @notice The pair with all gone on.
    /// @param self The pair.
    function settled(TotalsWord self) internal pure returns (TotalsWord) {
        return TotalsWord.wrap((uint256(self.total()) << 128) | self.total());
    }

    /// @notice The pair with an amount come back.
    /// @param self The pair.
    /// @param amount At most what went on.
    function unsettled(TotalsWord self, uint128 amount) internal pure returns (TotalsWord) {
        return TotalsWord.wrap(TotalsWord.unwrap(self) - (uint256(amount) << 128));
    }

    /// @notice What a share of the total grew by since it went on: `floor(total·share/whole) − floor(done·share/whole)`.
    /// @param self The pair.
    /// @param share Part of `whole`.
    /// @param whole Not 0.
    function part(TotalsWord self, uint256 share, uint256 whole) internal pure returns (uint256) {
        // A product is below 2^128 · 2^15, and done never exceeds total.
        unchecked {
            return (self.total() * share) / whole - (self.done() * share) / whole;
        }
    }
}
