// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { GrantId, MemberId, OfferId, TermsId, VersionId } from "../types/Ids.sol";

/// @title IAccessMarket
/// @notice Standing prices on terms: a member accepts one by paying it.
interface IAccessMarket {
    /// @notice A standing price on terms.
    /// @param price Per period, or once, in settlement-token base units; 0 is free.
    /// @param period In seconds; 0 for access without end.
    /// @param termsId The terms.
    /// @param closed Whether it is no longer sold or renewed.
    struct Offer {
        uint88 price;
        uint32 period;
        TermsId termsId;
        // 88 bits stay free here for units, a single buyer and seats.
        bool closed;
    }

    /// @notice Emitted when a price is put on terms.
    /// @param offerId The new offer.
    /// @param termsId The terms.
    /// @param memberId The seller.
    /// @param price Per period, or once, in settlement-token base units.
    /// @param period In seconds; 0 for access without end.
    event OfferOpened(OfferId indexed offerId, TermsId indexed termsId, MemberId indexed memberId, uint88 price, uint32 period);

    /// @notice Emitted when an offer is no longer sold or renewed.
    /// @param offerId The offer.
    /// @param memberId The seller.
    event OfferClosed(OfferId indexed offerId, MemberId indexed memberId);

    /// @notice Emitted when a member buys access.
    /// @param grantId The grant that was issued.
    /// @param memberId The member that holds it.
    /// @param offerId The offer that was accepted.
    /// @param versionId The version that the buyer saw.
    /// @param tableId The payee table that is paid.
    /// @param amount The price paid, in settlement-token base units.
    /// @param end End (exclusive) of access, in Unix seconds; `type(uint32).max` without end.
    event AccessPurchased(
        GrantId indexed grantId,
        MemberId indexed memberId,
        OfferId indexed offerId,
        VersionId versionId,
        VersionId tableId,
        uint128 amount,
        uint32 end
    );

    /// @notice Emitted when a member renews access.
    /// @param grantId The grant.
    /// @param memberId The member that holds it.
    /// @param offerId The offer that was accepted.
    /// @param versionId The version that the buyer saw.
    /// @param tableId The payee table that is paid.
    /// @param amount The price paid, in settlement-token base units.
    /// @param end The new end (exclusive) of access, in Unix seconds.
    event AccessRenewed(
        GrantId indexed grantId,
        MemberId indexed memberId,
        OfferId indexed offerId,
        VersionId versionId,
        VersionId tableId,
        uint128 amount,
        uint32 end
    );

    /// @notice Thrown when the offer does not exist.
    error AccessMarket_OfferUnknown(OfferId offerId);

    /// @notice Thrown when the offer is closed.
    error AccessMarket_OfferIsClosed(OfferId offerId);

    /// @notice Thrown when the caller's member did not write the terms.
    error AccessMarket_NotTheSeller(TermsId termsId, MemberId memberId);

    /// @notice Thrown when terms that follow updates are offered for no period, or for more than 92 days.
    error AccessMarket_BadPeriod(uint32 period);

    /// @notice Thrown when the offer costs more than the buyer agreed to.
    error AccessMarket_PriceAboveMaximum(uint128 price, uint128 maximum);

    /// @notice Puts a price on terms. Needs a key of the terms' owner with the sell role.
    /// @param termsId The terms.
    /// @param price Per period, or once, in settlement-token base units; 0 is free.
    /// @param period In seconds; 0 for access without end.
    /// @return offerId The new offer.
    function openOffer(TermsId termsId, uint88 price, uint32 period) external returns (OfferId offerId);

    /// @notice Stops selling and renewing. Needs a key of the terms' owner with the sell role.
    /// @param offerId The offer.
    function closeOffer(OfferId offerId) external;

    /// @notice Buys access; the caller has approved this market for the price. Needs a key with the buy role.
    /// @param offerId The offer.
    /// @param versionId The version that the buyer saw.
    /// @param maximumPrice The most that the buyer pays, in settlement-token base units.
    /// @return grantId The new grant.
    function purchase(OfferId offerId, VersionId versionId, uint128 maximumPrice) external returns (GrantId grantId);

    /// @notice Extends a grant by the offer's period. Needs a key of its holder with the buy role.
    /// @param grantId The grant.
    /// @param offerId The offer; for terms that follow updates, the one first bought.
    /// @param versionId The version that the buyer saw.
    /// @param maximumPrice The most that the buyer pays, in settlement-token base units.
    /// @return end The new end (exclusive), in Unix seconds.
    function renew(GrantId grantId, OfferId offerId, VersionId versionId, uint128 maximumPrice) external returns (uint32 end);

    /// @notice Number of offers; ids run from 1 to it.
    function offerCount() external view returns (uint32);

    /// @notice An offer; all zero when there is none.
    /// @param offerId The offer.
    function offerOf(OfferId offerId) external view returns (Offer memory);
}
