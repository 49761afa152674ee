// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.34;

import { GrantId, MemberId, OfferId, TermsId, VersionId } from "../types/Ids.sol";

/// @title IAccessMarket
/// @notice Standing prices on terms: a member accepts one by paying it.
interface IAccessMarket {
    /// @notice A standing price on terms.
    /// @param price Per period, per `units`, or once, in settlement-token base units; 0 is free.
    /// @param period In seconds; 0 for access without end.
    /// @param termsId The terms.
    /// @param units Uses that one price pays for; 0 when they are not counted.
    /// @param buyer The one member that may buy; 0 for everybody.
    /// @param seats The most grants that are ever issued under it; 0 for any number.
    /// @param taken Grants issued under it; counted only when seats are limited.
    /// @param closed Whether it is no longer sold or renewed.
    struct Offer {
        uint88 price;
        uint32 period;
        TermsId termsId;
        uint24 units;
        MemberId buyer;
        uint16 seats;
        uint16 taken;
        bool closed;
    }

    /// @notice What a seller says of a new offer; see {Offer}.
    struct OfferDraft {
        TermsId termsId;
        uint88 price;
        uint32 period;
        uint24 units;
        MemberId buyer;
        uint16 seats;
    }

    /// @notice What a buyer accepts.
    /// @param grantId The grant to renew; 0 to buy a new one.
    /// @param offerId The offer.
    /// @param versionId The version that the buyer saw.
    /// @param units Uses to pay for: a multiple of the offer's; 0 when they are not counted.
    struct Order {
        GrantId grantId;
        OfferId offerId;
        VersionId versionId;
        uint24 units;
    }

    /// @notice An ERC-2612 permit of the caller for this market.
    /// @param value The most that the buyer pays, in settlement-token base units.
    /// @param deadline In Unix seconds.
    struct Permit {
        uint256 value;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice An ERC-3009 `ReceiveWithAuthorization` for this market, over exactly the price, with {orderNonce} as its nonce.
    /// @param from The payer: a key with the buy role.
    /// @param validAfter In Unix seconds.
    /// @param validBefore In Unix seconds.
    /// @param salt Chosen by the payer: a second purchase of the same kind needs another.
    struct Authorization {
        address from;
        uint256 validAfter;
        uint256 validBefore;
        bytes32 salt;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice Emitted when a price is put on terms.
    /// @param offerId The new offer.
    /// @param termsId The terms.
    /// @param memberId The seller.
    /// @param price Per period, per `units`, or once, in settlement-token base units.
    /// @param period In seconds; 0 for access without end.
    /// @param units Uses that one price pays for; 0 when they are not counted.
    /// @param buyer The one member that may buy; 0 for everybody.
    /// @param seats The most grants that are ever issued under it; 0 for any number.
    event OfferOpened(
        OfferId indexed offerId,
        TermsId indexed termsId,
        MemberId indexed memberId,
        uint88 price,
        uint32 period,
        uint24 units,
        MemberId buyer,
        uint16 seats
    );

    /// @notice Emitted when an offer is no longer sold or renewed.
    /// @param offerId The offer.
    /// @param memberId The seller.
    event OfferClosed(OfferId indexed offerId, MemberId indexed memberId);

    /// @notice Emitted when a member buys access; the grants say from when to when.
    /// @param grantId The grant that was issued.
    /// @param memberId The member that holds it.
    /// @param offerId The offer that was accepted.
    /// @param versionId The version that the buyer saw.
    /// @param tableId The payee table that is paid.
    /// @param amount The price paid, in settlement-token base units.
    /// @param units Uses that it pays for; 0 when they are not counted.
    event AccessPurchased(
        GrantId indexed grantId,
        MemberId indexed memberId,
        OfferId indexed offerId,
        VersionId versionId,
        VersionId tableId,
        uint128 amount,
        uint24 units
    );

    /// @notice Emitted when a member renews access; the grants say until when.
    /// @param grantId The grant.
    /// @param memberId The member that holds it.
    /// @param offerId The offer that was accepted.
    /// @param versionId The version that the buyer saw.
    /// @param tableId The payee table that is paid.
    /// @param amount The price paid, in settlement-token base units.
    /// @param units Uses that it pays for; 0 when they are not counted.
    event AccessRenewed(
        GrantId indexed grantId,
        MemberId indexed memberId,
        OfferId indexed offerId,
        VersionId versionId,
        VersionId tableId,
        uint128 amount,
        uint24 units
    );

    /// @notice Emitted when a seller ends a grant early and pays back what is unearned.
    /// @param grantId The grant.
    /// @param memberId The holder.
    /// @param sellerId The dataset's owner.
    /// @param account The holder's payout account.
    /// @param amount In settlement-token base units.
    event AccessRefunded(
        GrantId indexed grantId,
        MemberId indexed memberId,
        MemberId indexed sellerId,
        address account,
        uint128 amount
    );

    /// @notice Thrown when the offer does not exist.
    error AccessMarket_OfferUnknown(OfferId offerId);

    /// @notice Thrown when the offer is closed.
    error AccessMarket_OfferIsClosed(OfferId offerId);

    /// @notice Thrown when the offer is for another member.
    error AccessMarket_OfferForAnother(OfferId offerId, MemberId buyer);

    /// @notice Thrown when all seats of an offer are taken.
    error AccessMarket_SoldOut(OfferId offerId, uint16 seats);

    /// @notice Thrown when units are bought that are no multiple of the offer's, or none where they are counted.
    error AccessMarket_BadUnits(uint24 units, uint24 offered);

    /// @notice Thrown when the caller's member did not write the terms.
    error AccessMarket_NotTheSeller(TermsId termsId, MemberId memberId);

    /// @notice Thrown when the caller's member does not own the dataset of a grant.
    error AccessMarket_NotTheOwner(GrantId grantId, MemberId memberId);

    /// @notice Thrown when terms that follow updates are offered for no period, or for more than 92 days.
    error AccessMarket_BadPeriod(uint32 period);

    /// @notice Thrown when the offer costs more than the buyer agreed to.
    error AccessMarket_PriceAboveMaximum(uint128 price, uint256 maximum);

    /// @notice Thrown when the unearned part is more than the seller agreed to.
    error AccessMarket_RefundAboveMaximum(uint128 refund, uint128 maximum);

    /// @notice Thrown when a holder can't be paid back what it is owed: it is frozen, or its payout account is a revoked key.
    error AccessMarket_NoPayoutAccount(MemberId memberId);

    /// @notice Puts a price on terms. Needs a key of the terms' owner with the sell role.
    /// @param draft The offer.
    /// @return offerId The new offer.
    function openOffer(OfferDraft calldata draft) external returns (OfferId offerId);

    /// @notice Stops selling and renewing. Needs a key of the terms' owner with the sell role.
    /// @param offerId The offer.
    function closeOffer(OfferId offerId) external;

    /// @notice Buys access; the caller has approved this market for the price. Needs a key with the buy role.
    /// @param offerId The offer.
    /// @param versionId The version that the buyer saw.
    /// @param units Uses to pay for: a multiple of the offer's; 0 when they are not counted.
    /// @param maximumPrice The most that the buyer pays, in settlement-token base units.
    /// @return grantId The new grant.
    function purchase(
        OfferId offerId,
        VersionId versionId,
        uint24 units,
        uint128 maximumPrice
    ) external returns (GrantId grantId);

    /// @notice Renews access; the caller has approved this market for the price. Needs a key of the holder with the buy role.
    /// @param grantId The grant.
    /// @param offerId The offer under which it was bought.
    /// @param versionId The version that the buyer saw.
    /// @param units Uses to pay for: a multiple of the offer's; 0 when they are not counted.
    /// @param maximumPrice The most that the buyer pays, in settlement-token base units.
    /// @return end The new end (exclusive) of access, in Unix seconds.
    function renew(
        GrantId grantId,
        OfferId offerId,
        VersionId versionId,
        uint24 units,
        uint128 maximumPrice
    ) external returns (uint32 end);

    /// @notice Buys or renews with a permit instead of an approval. Needs a key with the buy role. A permit that fails is no failure if the
    /// allowance suffices: somebody may have sent it ahead.
    /// @param order What is accepted.
    /// @param permit The caller's permit; its value is the maximum price.
    /// @return grantId The grant.
    /// @return end The end (exclusive) of access, in Unix seconds.
    function acceptWithPermit(Order calldata order, Permit calldata permit) external returns (GrantId grantId, uint32 end);

    /// @notice Buys or renews with what the payer has signed. Anyone may send it; it can't be used for anything else.
    /// @param order What is accepted.
    /// @param authorization The payer's authorization, over exactly the price.
    /// @return grantId The grant.
    /// @return end The end (exclusive) of access, in Unix seconds.
    function acceptWithAuthorization(
        Order calldata order,
        Authorization calldata authorization
    ) external returns (GrantId grantId, uint32 end);

    /// @notice Ends a grant now and pays back what is unearned, rounded up: by units if they are counted, else by time; all of it for access
    /// without end. Needs a key of the dataset's owner with the sell role; the caller has approved this market for the amount.
    /// @param grantId A grant that this market issued.
    /// @param maximumRefund The most that the seller pays back, in settlement-token base units.
    function endEarly(GrantId grantId, uint128 maximumRefund) external;

    /// @notice The nonce that binds an ERC-3009 authorization to an order.
    /// @param order The order.
    /// @param memberId The payer's member.
    /// @param salt Chosen by the payer.
    /// @return nonce `keccak256(abi.encode(chain id, market, offer, version, grant, units, member, salt))`.
    function orderNonce(Order calldata order, MemberId memberId, bytes32 salt) external view returns (bytes32 nonce);

    /// @notice What a seller would pay back for ending a grant now.
    /// @param grantId A grant that this market issued.
    /// @return amount In settlement-token base units; 0 when it has ended.
    function unearnedOf(GrantId grantId) external view returns (uint128 amount);

    /// @notice Number of offers; ids run from 1 to it.
    function offerCount() external view returns (uint32);

    /// @notice An offer; all zero when there is none.
    /// @param offerId The offer.
    function offerOf(OfferId offerId) external view returns (Offer memory);
}
